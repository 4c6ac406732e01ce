import { attribute, html } from "./response.ts";
import { PROXY_SCRIPT } from "./proxy-script.ts";

/** What the proxy page is made for. */
export interface ProxyPageOptions {
  /** The only origin that may embed it. */
  readonly host: string;
  /** The only origin that it may show. */
  readonly view: string;
}

/**
 * Styles of either proxy page. No `color-scheme`: a frame whose scheme differs from its document's gets an opaque
 * background, and most Views declare none (measured: in the dark, `light dark` here paints them white).
 */
export const PROXY_STYLE =
  "html,body{margin:0;height:100%;overflow:hidden}iframe{display:block;width:100%;height:100%;border:0}";

/**
 * The proxy page of one served View. `frame-src` is what stops a View from carrying data away by navigating itself:
 * its frame can show its own origin and nothing else. With a `failure` it shows nothing and tells the host why.
 */
export function proxyPage({ host, view }: ProxyPageOptions, failure?: string): Response {
  const nonce = crypto.randomUUID();
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${view}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${host}`,
  ].join("; ");
  const data = [`data-host="${attribute(host)}"`, `data-view="${attribute(view)}"`];
  if (failure !== undefined) data.push(`data-failure="${attribute(failure)}"`);
  return html(
    200,
    `<!doctype html><meta charset="utf-8"><title>Sandbox proxy</title><style nonce="${nonce}">${PROXY_STYLE}</style>` +
      `<body><script nonce="${nonce}" ${data.join(" ")}>${PROXY_SCRIPT}</script>`,
    { "Content-Security-Policy": csp, "Origin-Agent-Cluster": "?1" },
  );
}
