import type { Template } from "@vitrine/bridge";
import type { SeenViolation } from "./observation.ts";

type DeclaredCsp = NonNullable<Template["csp"]>;
/** A list of `_meta.ui.csp`. */
export type CspField = "connectDomains" | "resourceDomains" | "frameDomains" | "baseUriDomains";

/** What would let pass what a policy stopped. */
export type CspRemedy =
  /** The server has to declare this. */
  | { readonly kind: "declare"; readonly field: CspField; readonly domain: string }
  /** The server has to declare any `_meta.ui.csp`, an empty one is enough. */
  | { readonly kind: "declare-any" }
  /** It is declared: what was asked for led on to somewhere that is not. */
  | { readonly kind: "redirected"; readonly field: CspField; readonly domain: string }
  /** Whoever runs the host has to grant it to this version. */
  | { readonly kind: "grant" }
  /** Nothing lets it pass; `instead` says what the View can do. */
  | { readonly kind: "none"; readonly instead: string };

/** Which list opens a directive. Directives that are not here are closed for good. */
const FIELDS: Readonly<Record<string, CspField>> = {
  "connect-src": "connectDomains",
  "script-src": "resourceDomains",
  "script-src-elem": "resourceDomains",
  "style-src": "resourceDomains",
  "style-src-elem": "resourceDomains",
  "img-src": "resourceDomains",
  "font-src": "resourceDomains",
  "media-src": "resourceDomains",
  "frame-src": "frameDomains",
  "base-uri": "baseUriDomains",
};

/** What `data:` and `blob:` addresses are open for as soon as a server declares something; see `viewCsp`. */
const OPENED_BY_ANY: Readonly<Record<string, readonly string[]>> = {
  data: ["font-src"],
  blob: ["img-src", "media-src", "worker-src"],
};

const INSTEAD: Readonly<Record<string, string>> = {
  "form-action": "a form is never sent; let its handler call a tool with what was filled in",
  "object-src": "plug-ins are never loaded; use <img>, <video> or a declared frame",
  "worker-src": "a worker runs from a blob: address only; put its code into the template",
  "manifest-src": "a View needs no web app manifest; remove the link",
  "frame-ancestors": "who shows a View is the host's decision",
};

/** What would let a violation pass, given what the template declares already. */
export function cspRemedy(
  { directive, blocked }: Pick<SeenViolation, "directive" | "blocked">,
  declared: DeclaredCsp | undefined,
): CspRemedy {
  if (blocked === "eval" || blocked === "wasm-eval") return { kind: "grant" };
  if (blocked === "inline") {
    // The host's policy lets inline code run: what stopped it came with the template.
    return none("the template's own <meta> policy forbids it; remove that, the host sets a policy anyway");
  }
  const scheme = /^(data|blob|filesystem|about|javascript)(:|$)/i.exec(blocked)?.[1]?.toLowerCase();
  if (scheme !== undefined) return forScheme(scheme, directive, declared);
  const domain = originOf(blocked);
  const field = FIELDS[directive];
  if (field === undefined || domain === undefined) {
    return none(INSTEAD[directive] ?? "put what it needs into the template, or let a tool fetch it");
  }
  const covered = declared?.[field]?.some((source) => covers(source, domain)) === true;
  return { kind: covered ? "redirected" : "declare", field, domain };
}

/** A remedy as a sentence for the server's author. */
export function remedyWords(remedy: CspRemedy): string {
  switch (remedy.kind) {
    case "declare":
      return `Declare _meta.ui.csp.${remedy.field}: ["${remedy.domain}"]`;
    case "declare-any":
      return "Declare _meta.ui.csp: {}; with any declaration this is open";
    case "redirected":
      return `${remedy.domain} is declared, so it redirects to an address that is not: declare that one in _meta.ui.csp.${remedy.field} as well`;
    case "grant":
      return "No declaration can allow this: whoever runs the host has to grant eval to this version. Use a build that needs none";
    case "none":
      return `No declaration can allow this: ${remedy.instead}`;
  }
}

/** The whole `_meta.ui.csp` that these remedies ask for; `undefined` when they ask for none. */
export function completedCsp(
  declared: DeclaredCsp | undefined,
  remedies: readonly CspRemedy[],
): DeclaredCsp | undefined {
  const missing = remedies.filter((remedy) => remedy.kind === "declare");
  if (missing.length === 0 && !remedies.some(({ kind }) => kind === "declare-any")) return undefined;
  const complete: DeclaredCsp = { ...declared };
  for (const { field, domain } of missing) {
    complete[field] = [...new Set([...(complete[field] ?? []), domain])];
  }
  return complete;
}

function none(instead: string): CspRemedy {
  return { kind: "none", instead };
}

function forScheme(scheme: string, directive: string, declared: DeclaredCsp | undefined): CspRemedy {
  if (declared === undefined && OPENED_BY_ANY[scheme]?.includes(directive)) return { kind: "declare-any" };
  switch (directive) {
    case "connect-src":
      return none(`the View has what is in a ${scheme}: address already; read it without fetch`);
    case "script-src":
    case "script-src-elem":
      return none(`code never runs from a ${scheme}: address; put it into the template`);
    case "frame-src":
      return none(`no frame shows a ${scheme}: address; put its content into the View`);
    default:
      return none(`a ${scheme}: address is closed here; ${INSTEAD[directive] ?? "put it into the template"}`);
  }
}

/** What a declaration has to say for an address: its origin, for WebSockets as well. */
function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host } = new URL(address);
  return /^(https?|wss?):$/.test(protocol) ? `${protocol}//${host}` : undefined;
}

/** Whether a declared source stands for an origin; CSP takes `https` for `http`, and `wss` for `https`. */
function covers(source: string, origin: string): boolean {
  if (source.toLowerCase() === origin) return true;
  const declared = /^(\w+):\/\/(\*\.)?([^/:]+)(?::(\d+))?$/.exec(source.toLowerCase());
  const asked = new URL(origin);
  if (declared === null) return false;
  const [, scheme, wildcard, host = "", port = ""] = declared;
  const sameHost = wildcard === undefined ? asked.hostname === host : asked.hostname.endsWith(`.${host}`);
  const schemes = scheme === "http" || scheme === "ws" ? [`${scheme}:`, `${scheme}s:`] : [`${scheme}:`];
  return sameHost && asked.port === port && schemes.includes(asked.protocol);
}
