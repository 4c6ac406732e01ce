import { PROBE_SCRIPT } from "./probe-script.ts";
import { attribute, html } from "./response.ts";

/** What the probe is made for. */
export type ProbePageOptions = {
  /** The only origin that may embed the page. */
  readonly parent: string;
  /** Every ancestor of the page. */
  readonly ancestors: readonly string[];
  /** The `Sec-Fetch-Site` of the request, as the browser sent it. */
  readonly site: string;
} & (
  | {
      /** The proxy's page: no headers of a View, and a frame for the page at a View's origin. */
      readonly role: "proxy";
      readonly view: URL;
    }
  /** A page with the headers of a View; `opaque` is both, where there are no origins of Views. */
  | { readonly role: "view" | "opaque" }
);

/**
 * A page that finds out what this browser enforces; see `probe.js`. Its policy lets the request pass that the
 * `Connection-Allowlist` of a View's page has to stop, so that what is seen is the effect of that header alone.
 */
export function probePage(options: ProbePageOptions): Response {
  const { parent, ancestors, site, role } = options;
  const nonce = crypto.randomUUID();
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    `frame-src ${role === "proxy" ? options.view.origin : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.join(" ")}`,
  ].join("; ");
  const data = [`data-parent="${attribute(parent)}"`, `data-site="${attribute(site)}"`];
  if (role === "proxy") data.push(`data-view="${attribute(options.view.href)}"`);
  else data.push(`data-limited="${role}"`);
  return html(
    200,
    `<!doctype html><meta charset="utf-8"><title>Sandbox probe</title>` +
      `<body><script nonce="${nonce}" ${data.join(" ")}>${PROBE_SCRIPT}</script>`,
    {
      "Content-Security-Policy": csp,
      "Origin-Agent-Cluster": "?1",
      ...(role === "proxy" ? {} : { "Connection-Allowlist": "()", "Permissions-Policy": "fullscreen=()" }),
    },
  );
}

/** What a request reaches that a View's page may not send. */
export function probeReached(): Response {
  return new Response("reached", { headers: { "Content-Type": "text/plain", "Cache-Control": "no-store" } });
}

/** What a frame shows that the proxy's page may not show. It says so, and nothing else. */
export function probeFramed(): Response {
  return html(200, `<!doctype html><script>parent.postMessage("framed", "*")</script>`, {
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'",
  });
}
