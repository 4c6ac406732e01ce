import { VitrineError } from "../errors.ts";
import { admit } from "./admission.ts";
import type { AdmissionOptions } from "./admission.ts";
import { opaquePage, OPAQUE_SCRIPT_PATH, proxyScript } from "./opaque-page.ts";
import { proxyPage } from "./proxy-page.ts";
import { answerProbe } from "./probe-routes.ts";
import { allowing, notFound, sentence } from "./response.ts";
import { createSpentTickets } from "./spent-tickets.ts";
import { createStore } from "./store.ts";
import { createTemplateCache } from "./template-cache.ts";
import { assertSandboxKey } from "./ticket.ts";
import type { SandboxKey } from "./ticket.ts";
import { createViewAddresses } from "./view-addresses.ts";
import { refuseUnlessFramed, spentDocument, viewDocument } from "./view-document.ts";

/** How to serve the sandbox origins. */
export interface SandboxOptions {
  /** Origins of the pages that may show Views, such as `http://localhost:5180`. Nobody else is answered. */
  readonly hostOrigins: readonly string[];
  /**
   * Host name and port below which it serves, such as `localhost:5181`; a request that names another host is answered
   * with 421. Default: whichever host a request names, for servers that check it themselves.
   */
  readonly base?: string;
  /** The key that the host's server signs tickets with: at least 32 random bytes. */
  readonly key: SandboxKey;
  /**
   * `origins` (default): each View gets an origin of its own below the proxy's domain; needs a wildcard host.
   * `opaque`: one origin, each View an opaque child of its proxy; weaker, see `opaque-page.ts`.
   */
  readonly views?: "origins" | "opaque";
  /** Unix time in milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** The largest template that is taken, in bytes. Default 16 MiB. Four times as much is kept in memory. */
  readonly maxTemplateBytes?: number;
}

const DEFAULT_MAX_TEMPLATE_BYTES = 16 * 1024 * 1024;
const LABELS = /^[a-z0-9]{8,40}\.[a-z0-9]{8,40}$/;
const VIEW_PATH = /^\/view\/([a-f0-9]{32})$/;
const PROXY_PREFIX = "proxy.";

/**
 * Creates the fetch-style handler that serves the sandbox origins, for Node, workers and any other fetch server:
 * `proxy.<base>` has the proxy page and takes templates, `<view>.<server>.<base>` has one View. Behind a TLS-ending
 * server the request's URL must be the public one, for the scheme and host of every address are taken from it.
 * Templates and single-use addresses are in this process's memory: a sandbox host is one process.
 * Throws `invalid-argument` for a short key or a host origin that is none.
 */
export function createSandbox(options: SandboxOptions): (request: Request) => Promise<Response> {
  const {
    key,
    base,
    views = "origins",
    now = Date.now,
    maxTemplateBytes = DEFAULT_MAX_TEMPLATE_BYTES,
  } = options;
  assertSandboxKey(key);
  const hostOrigins = new Set(options.hostOrigins.map(checkedOrigin));
  const handle =
    views === "opaque"
      ? createOpaqueSandbox({ hostOrigins, key, now })
      : createServedSandbox({ hostOrigins, key, now, maxTemplateBytes });
  if (base === undefined) return handle;
  // A foreign name that leads here (DNS rebinding) would make its owner's pages same-origin with what it is answered.
  return async (request) =>
    `.${new URL(request.url).host}`.endsWith(`.${base}`)
      ? handle(request)
      : sentence(421, `This sandbox serves ${base} only.`);
}

function createServedSandbox(
  options: AdmissionOptions & { readonly maxTemplateBytes: number },
): (request: Request) => Promise<Response> {
  const { hostOrigins, now, maxTemplateBytes } = options;
  const cache = createTemplateCache(4 * maxTemplateBytes);
  const addresses = createViewAddresses(now);
  const store = createStore({ ...options, cache, addresses, tickets: createSpentTickets(now) });

  const proxy = async (request: Request, url: URL): Promise<Response> => {
    const base = url.host.slice(PROXY_PREFIX.length);
    if (url.pathname === "/store") return allowing(request, "POST") ?? store(request, base);
    if (url.pathname !== "/") return notFound();
    const refusal = allowing(request, "GET") ?? refuseUnlessFramed(request);
    if (refusal !== undefined) return refusal;
    const host = url.searchParams.get("host") ?? "";
    const labels = url.searchParams.get("view") ?? "";
    if (!hostOrigins.has(host)) return sentence(403, "This sandbox does not serve the page that embeds it.");
    if (!LABELS.test(labels))
      return sentence(400, "The parameter view is not the two labels of a View's host name.");
    return proxyPage({ host, view: `${url.protocol}//${labels}.${base}` }, isolationFailure(request, host));
  };

  const view = (request: Request, url: URL): Response => {
    const refusal = allowing(request, "GET") ?? refuseUnlessFramed(request);
    if (refusal !== undefined) return refusal;
    const token = VIEW_PATH.exec(url.pathname)?.[1];
    const pending = token === undefined ? undefined : addresses.redeem(token, url.host);
    const bytes = pending && cache.get(pending.htmlDigest);
    return pending && bytes ? viewDocument(bytes, pending.headers) : spentDocument();
  };

  return async (request) => {
    const url = new URL(request.url);
    if (url.hostname.startsWith(PROXY_PREFIX)) {
      return answerProbe(request, url, { hostOrigins, proxyHost: url.host }) ?? proxy(request, url);
    }
    const labels = url.hostname.split(".", 2).join(".");
    if (!LABELS.test(labels)) return notFound();
    const proxyHost = PROXY_PREFIX + url.host.slice(labels.length + 1);
    const probe = answerProbe(request, url, { hostOrigins, proxyHost });
    return probe ?? (url.pathname.startsWith("/view/") ? view(request, url) : notFound());
  };
}

function createOpaqueSandbox(options: AdmissionOptions): (request: Request) => Promise<Response> {
  const tickets = createSpentTickets(options.now);
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname === OPAQUE_SCRIPT_PATH) return allowing(request, "GET") ?? proxyScript();
    const probe = answerProbe(request, url, { hostOrigins: options.hostOrigins });
    if (probe !== undefined) return probe;
    if (url.pathname !== "/opaque") return notFound();
    const refusal = allowing(request, "GET") ?? refuseUnlessFramed(request);
    if (refusal !== undefined) return refusal;
    const admission = await admit(url.searchParams.get("ticket") ?? "", options);
    if (!admission.ok) return sentence(admission.status, admission.reason);
    if (!tickets.spend(admission.claims))
      return sentence(403, "The ticket was used before; ask for another one.");
    return opaquePage(admission.claims, isolationFailure(request, admission.claims.embedder));
  };
}

/**
 * The browser knows the Public Suffix List and tells whether the host that asks for a proxy shares its site. A
 * browser that tells nothing is not refused: the host has made its own check (`assertIsolated`).
 */
function isolationFailure(request: Request, host: string): string | undefined {
  const site = request.headers.get("Sec-Fetch-Site");
  if (site === null || site === "cross-site") return undefined;
  const { origin } = new URL(request.url);
  return `The sandbox ${origin} shares its site with ${host}; serve it from a domain of its own.`;
}

function checkedOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin && /^https?:/.test(origin)) return origin;
  throw new VitrineError(
    "invalid-argument",
    `The host origin ${JSON.stringify(origin)} is not of the form https://host or https://host:port.`,
  );
}
