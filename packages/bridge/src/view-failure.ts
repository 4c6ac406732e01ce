import { reasonOf, VitrineError } from "./errors.ts";
import type { ViewViolation } from "./sandbox-protocol.ts";
import type { CspField, PolicyViolation, ViewCall, ViewFailure, ViewNote } from "./view-state.ts";

/** The likeliest cause of a View that never initialized: the script its policy kept out, its own error, the rest. */
export function silenceOf(notes: readonly ViewNote[], waitedMs: number): readonly [ViewFailure, string] {
  const kept = notes.find(({ violation }) => violation !== undefined && isScript(violation));
  const error = notes.find(({ kind, text }) => kind === "error" && !(kept && text === SCRIPT_NOT_LOADED));
  const after = error === undefined ? "" : ` Then its script failed: ${error.text}`;
  if (kept === undefined && error !== undefined)
    return ["script-error", `The View's script failed before it was ready: ${error.text}`];
  const cause = kept ?? notes.find(({ kind }) => kind === "violation");
  const seconds = waitedMs / 1000;
  const why =
    cause === undefined
      ? "It must call App.connect() when it loads."
      : `A likely cause: ${cause.text}${after}`;
  return ["no-initialize", `The View sent no "ui/initialize" within ${seconds} s. ${why}`];
}

/** What the guard script says of a script that did not load, which is no more than that it was kept out. */
const SCRIPT_NOT_LOADED = "<script> did not load";

function isScript({ directive, blocked }: PolicyViolation): boolean {
  return directive.startsWith("script-src") && !EVALUATION.has(blocked);
}

/** What a violation report calls code that is made from text. */
const EVALUATION: ReadonlySet<string> = new Set(["eval", "wasm-eval"]);

/** Which list of `_meta.ui.csp` a directive is built from; what is not here no declaration opens. */
const DECLARATIONS: Readonly<Record<string, CspField>> = {
  "connect-src": "connectDomains",
  "frame-src": "frameDomains",
  "base-uri": "baseUriDomains",
  "script-src": "resourceDomains",
  "style-src": "resourceDomains",
  "img-src": "resourceDomains",
  "media-src": "resourceDomains",
  "font-src": "resourceDomains",
};

/** What the View's policy stopped, for a person with the mend where a declaration is one, and for programs. */
export function describeViolation({
  directive,
  blocked,
}: ViewViolation["params"]): readonly [string, { readonly violation: PolicyViolation }] {
  if (EVALUATION.has(blocked)) {
    const text = `${directive} blocked ${blocked}. Many libraries only probe for it; a View that needs it works once its approval grants it.`;
    return [text, { violation: { directive, blocked } }];
  }
  const origin = originOf(blocked);
  const declaration = DECLARATIONS[directive.replace(/-(elem|attr)$/, "")];
  if (origin === undefined || declaration === undefined) {
    const text = `${directive} blocked ${blocked}; nothing that the server can declare allows it.`;
    return [text, { violation: { directive, blocked } }];
  }
  const text = `${directive} blocked ${blocked}; the server must declare ${origin} in _meta.ui.csp.${declaration}.`;
  return [text, { violation: { directive, blocked, declaration } }];
}

/** The origin that a declaration would name; words such as `inline` and local schemes have none. */
function originOf(blocked: string): string | undefined {
  if (!URL.canParse(blocked)) return undefined;
  const { protocol, host } = new URL(blocked);
  return /^(https?|wss?):$/.test(protocol) ? `${protocol}//${host}` : undefined;
}

/** Which kind of failure keeps a View from starting. */
export function failureOf(error: unknown): ViewFailure {
  if (!(error instanceof VitrineError)) return "sandbox";
  switch (error.code) {
    case "template-invalid":
    case "not-found":
      return "template";
    case "template-not-approved":
      return "not-approved";
    case "server-gone":
    case "connection-failed":
    case "timeout":
      return "server-gone";
    default:
      return "sandbox";
  }
}

/** How a call without a result is shown. */
export function failedCall(error: unknown): ViewCall {
  const reason = reasonOf(error);
  const cancelled = error instanceof VitrineError && error.code === "cancelled";
  return cancelled ? { status: "cancelled", reason } : { status: "failed", reason };
}
