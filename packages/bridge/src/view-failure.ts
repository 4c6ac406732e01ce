import { reasonOf, VitrineError } from "./errors.ts";
import type { ViewViolation } from "./sandbox-protocol.ts";
import type { ViewCall, ViewFailure, ViewNote } from "./view-state.ts";

/** The likeliest cause of a View that never initialized: its own error, then what its policy stopped. */
export function silenceOf(notes: readonly ViewNote[], waitedMs: number): readonly [ViewFailure, string] {
  const cause = notes.find(({ kind }) => kind === "error") ?? notes.find(({ kind }) => kind === "violation");
  if (cause?.kind === "error")
    return ["script-error", `The View's script failed before it was ready: ${cause.text}`];
  const seconds = waitedMs / 1000;
  const why =
    cause === undefined ? "It must call App.connect() when it loads." : `A likely cause: ${cause.text}`;
  return ["no-initialize", `The View sent no "ui/initialize" within ${seconds} s. ${why}`];
}

/** What the View's policy stopped, with the mend where a declaration is one. */
export function violationText({ directive, blocked }: ViewViolation["params"]): string {
  if (blocked === "eval" || blocked === "wasm-eval") {
    return `${directive} blocked ${blocked}. Many libraries only probe for it; a View that needs it works once its approval grants it.`;
  }
  return `${directive} blocked ${blocked}; the server must declare it in _meta.ui.csp.`;
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
