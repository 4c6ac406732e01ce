import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Frame, Page } from "@playwright/test";
import { frameAt } from "./frames.ts";

/** What a proxy got, in order: from whom, and the message as it came. */
export interface Heard {
  readonly from: "host" | "view";
  readonly message: { readonly method?: string; readonly id?: unknown; readonly params?: unknown };
}

/** A sandbox proxy that owes nothing to Vitrine: written by the letter of the spec, "Sandbox proxy" 1 to 7. */
export interface ForeignProxy {
  /** The page's address. With `?hold` it says that it is ready only when told to. */
  readonly address: URL;
  close(): Promise<void>;
}

/**
 * The page. It learns its host's origin from the referrer, as the reference implementation's does, and loads the raw
 * HTML with a policy made of nothing but what the host says. It keeps what it heard in `heard`.
 */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Foreign sandbox proxy</title>
<style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100% }</style><body><script>
const heard = [];
const host = new URL(document.referrer).origin;
const inner = document.createElement("iframe");
const isReserved = ({ method }) => typeof method === "string" && method.startsWith("ui/notifications/sandbox-");
const ready = () => parent.postMessage({ jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} }, host);
const policy = ({ connectDomains = [], resourceDomains = [], frameDomains = [], baseUriDomains = [] } = {}) => {
  const resources = resourceDomains.join(" ");
  return ["default-src 'none'", "script-src 'unsafe-inline' " + resources, "style-src 'unsafe-inline' " + resources,
    "img-src data: " + resources, "connect-src " + (connectDomains.join(" ") || "'none'"),
    "frame-src " + (frameDomains.join(" ") || "'none'"), "object-src 'none'", "base-uri " + (baseUriDomains.join(" ") || "'self'")].join("; ");
};
const features = { camera: "camera", microphone: "microphone", geolocation: "geolocation", clipboardWrite: "clipboard-write" };
const load = ({ html, sandbox, csp, permissions = {} }) => {
  inner.setAttribute("sandbox", sandbox ?? "allow-scripts allow-forms");
  inner.setAttribute("allow", Object.keys(permissions).map((name) => features[name]).join("; "));
  inner.srcdoc = '<meta http-equiv="Content-Security-Policy" content="' + policy(csp) + '">' + html;
  document.body.append(inner);
};
addEventListener("message", ({ source, origin, data }) => {
  if (source === parent && origin === host) {
    heard.push({ from: "host", message: data });
    if (data.method === "ui/notifications/sandbox-resource-ready") load(data.params);
    else if (!isReserved(data)) inner.contentWindow?.postMessage(data, "*");
  } else if (source === inner.contentWindow) {
    heard.push({ from: "view", message: data });
    if (!isReserved(data)) parent.postMessage(data, host);
  }
});
if (location.search !== "?hold") ready();
</script>`;

/** Serves it from a site of its own, with the flags of its frame left to whoever embeds it. */
export async function startForeignProxy(): Promise<ForeignProxy> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    address: new URL(`http://foreign.localhost:${(server.address() as AddressInfo).port}/`),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The proxy's frame in a page, once it has loaded. */
export async function foreignFrame(page: Page): Promise<Frame> {
  const frame = await frameAt(page, ({ hostname }) => hostname === "foreign.localhost");
  await frame.waitForLoadState();
  return frame;
}

/** What the proxy in this frame has heard so far. */
export function heardBy(frame: Frame): Promise<readonly Heard[]> {
  return frame.evaluate("heard");
}
