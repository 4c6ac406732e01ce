import { connectionAllowlist, permissionsPolicy, viewCsp } from "../csp.ts";
import { PROXY_STYLE } from "./proxy-page.ts";
import { attribute, html } from "./response.ts";
import { PROXY_SCRIPT } from "./proxy-script.ts";
import type { TicketClaims } from "./ticket.ts";
import { VIEW_PREFIX } from "./view-document.ts";

/**
 * The proxy page of one View in an opaque child, the fallback where no wildcard host can be had.
 *
 * A `srcdoc` child inherits the policy of its parent, so this page has the View's policy. It must allow the View's
 * inline scripts, and a nonce would switch those off; the proxy's own script is therefore a file of this origin,
 * which `'self'` allows in both of the spec's strings. The View cannot use this page's latitude: its origin is opaque.
 *
 * Weaker than a served View, by construction:
 * - `frame-src` is the declared one, so a View may navigate itself to a declared frame domain. The proxy notices the
 *   second document and ends; one that navigates before its first `load` is noticed by its origin only, which a
 *   declared frame domain can hide by sandboxing its own document.
 * - `'self'` is this origin instead of the View's own: a View may load this page's script, and nothing else is here.
 * - No storage, no cookies, no `_meta.ui.domain`; requests to declared domains carry `Origin: null`.
 * - Views of all servers may share processes, as the browser decides.
 */
export function opaquePage({ facts, unsafeEval, embedder }: TicketClaims, failure?: string): Response {
  const data = [
    `data-host="${attribute(embedder)}"`,
    'data-view="null"',
    `data-digest="${attribute(facts.htmlDigest)}"`,
    `data-prefix="${attribute(VIEW_PREFIX)}"`,
  ];
  if (failure !== undefined) data.push(`data-failure="${attribute(failure)}"`);
  return html(
    200,
    `<!doctype html><meta charset="utf-8"><title>Sandbox proxy</title><style>${PROXY_STYLE}</style>` +
      `<body><script src="${OPAQUE_SCRIPT_PATH}" ${data.join(" ")}></script>`,
    {
      "Content-Security-Policy": viewCsp({
        csp: facts.csp,
        frameAncestors: [embedder],
        unsafeEval: unsafeEval === true,
      }),
      "Connection-Allowlist": connectionAllowlist(facts.csp),
      "Permissions-Policy": permissionsPolicy(facts.permissions, "*"),
      "Origin-Agent-Cluster": "?1",
    },
  );
}

/** Where the opaque page's script is served. */
export const OPAQUE_SCRIPT_PATH = "/proxy.js";

/** Serves the proxy script as a file. */
export function proxyScript(): Response {
  return new Response(PROXY_SCRIPT, {
    headers: {
      "Content-Type": "text/javascript; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });
}
