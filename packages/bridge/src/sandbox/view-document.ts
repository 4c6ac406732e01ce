import { connectionAllowlist, permissionsPolicy, viewCsp } from "../csp.ts";
import { SANDBOX } from "../sandbox-protocol.ts";
import type { ViewReplaced } from "../sandbox-protocol.ts";
import { html, sentence } from "./response.ts";
import { VIEW_GUARD_SCRIPT } from "./view-guard-script.ts";
import type { TicketClaims } from "./ticket.ts";

/**
 * What precedes the server's bytes in every View. The doctype keeps the document in standards mode whatever follows;
 * the guard runs before any code of the View.
 */
export const VIEW_PREFIX = `<!doctype html><script>${VIEW_GUARD_SCRIPT}</script>`;

/**
 * The headers of a View's document, from the approved facts alone. No `Origin-Agent-Cluster`: it would cost a
 * process per View, while Views of one server may share theirs.
 * Throws `invalid-argument` when a declared domain is not a sound CSP source.
 */
export function viewHeaders(
  { facts, unsafeEval, embedder }: TicketClaims,
  proxyOrigin: string,
): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": viewCsp({
      csp: facts.csp,
      frameAncestors: [proxyOrigin, embedder],
      unsafeEval: unsafeEval === true,
    }),
    "Connection-Allowlist": connectionAllowlist(facts.csp),
    "Permissions-Policy": permissionsPolicy(facts.permissions),
  };
}

/** Serves a View: the fixed prefix, then the server's bytes as they are. */
export function viewDocument(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Response {
  return html(200, new Blob([VIEW_PREFIX, bytes]), headers);
}

/** Only a frame may load a document of the sandbox. Callers that are no browsers send no `Sec-Fetch-Dest`. */
export function refuseUnlessFramed(request: Request): Response | undefined {
  const destination = request.headers.get("Sec-Fetch-Dest");
  if (destination === null || destination === "iframe" || destination === "frame") return undefined;
  return sentence(403, "This address is for a frame of the host's page; open the host instead.");
}

const SPENT = "This View's address was used before or has expired. Close the View and open it again.";

/** The answer to a token that is spent, unknown, expired or of another host: a View that reloaded itself. */
export function spentDocument(): Response {
  const nonce = crypto.randomUUID();
  const message: ViewReplaced = { jsonrpc: "2.0", method: SANDBOX.viewReplaced, params: {} };
  return html(
    410,
    `<!doctype html><title>Gone</title><p>${SPENT}</p>` +
      `<script nonce="${nonce}">parent.postMessage(${JSON.stringify(message)}, "*")</script>`,
    {
      "Content-Security-Policy": `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`,
    },
  );
}
