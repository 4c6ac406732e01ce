import { allowing, notFound } from "./response.ts";
import { probeFramed, probePage, probeReached } from "./probe-page.ts";
import { refuseUnlessFramed } from "./view-document.ts";

/** Where the pages are that find out what a browser enforces. */
const PROBE_PATH = "/probe";

/**
 * Answers what is below `/probe`: see `probe.js`. The pages hold nothing of anybody, so no ticket is asked for.
 * @returns undefined for every other path.
 */
export function answerProbe(
  request: Request,
  url: URL,
  options: {
    readonly hostOrigins: ReadonlySet<string>;
    /** `proxy.<base>`; absent where all Views share one origin. */
    readonly proxyHost?: string;
  },
): Response | undefined {
  if (url.pathname !== PROBE_PATH && !url.pathname.startsWith(`${PROBE_PATH}/`)) return undefined;
  const refusal = allowing(request, "GET");
  if (refusal !== undefined) return refusal;
  if (url.pathname === `${PROBE_PATH}/reach`) return probeReached();
  const unframed = refuseUnlessFramed(request);
  if (unframed !== undefined) return unframed;
  if (url.pathname === `${PROBE_PATH}/framed`) return probeFramed();
  const host = url.searchParams.get("host") ?? "";
  if (url.pathname !== PROBE_PATH || !options.hostOrigins.has(host)) return notFound();
  const site = request.headers.get("Sec-Fetch-Site") ?? "";
  const { proxyHost } = options;
  if (proxyHost === undefined) return probePage({ role: "opaque", parent: host, ancestors: [host], site });
  const proxy = `${url.protocol}//${proxyHost}`;
  if (url.host !== proxyHost)
    return probePage({ role: "view", parent: proxy, ancestors: [proxy, host], site });
  const base = proxyHost.slice(proxyHost.indexOf(".") + 1);
  const view = new URL(PROBE_PATH, `${url.protocol}//${label()}.${label()}.${base}`);
  view.searchParams.set("host", host);
  return probePage({ role: "proxy", parent: host, ancestors: [host], site, view });
}

/** Names that no View has: a browser that knows this one from before would tell nothing about the next. */
function label(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
