import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { ApiError } from "./api-error.ts";

export interface GuardOptions {
  /** The host origin, e.g. `http://localhost:5180`. */
  readonly origin: string;
  /** What `Authorization: Bearer` must hold on every `/api/*` and `/mcp/*` request. */
  readonly token: string;
}

/**
 * Lets nothing through but the host's own page. The `Host` check stops DNS rebinding, `Origin` and
 * `Sec-Fetch-Site` stop other pages and Views, the token stops whatever sends none of these.
 */
export function createGuard({ origin, token }: GuardOptions): MiddlewareHandler {
  const { host, port } = new URL(origin);
  const literals = new Set(
    ["127.0.0.1", "[::1]"].flatMap((name) => (port === "" ? [name] : [name, `${name}:${port}`])),
  );

  return async (c, next) => {
    const { path } = c.req;
    const guarded = /^\/(api|mcp)(\/|$)/.test(path);
    const asked = c.req.header("host") ?? "";
    if (literals.has(asked) && !guarded && /^(GET|HEAD)$/.test(c.req.method)) {
      const { search } = new URL(c.req.url);
      return c.redirect(`${origin}${path}${search}`, 307);
    }
    if (asked !== host)
      throw new ApiError(403, "wrong-host", `Open ${origin} instead: this name is not served.`);
    const from = c.req.header("origin");
    if (from !== undefined && from !== origin) {
      throw new ApiError(403, "wrong-origin", "Other pages may not ask Vitrine for anything.");
    }
    if (!isOwn(c.req.header("sec-fetch-site")) && (guarded || !isNavigation(c.req.raw))) {
      throw new ApiError(403, "cross-site", "Other pages may not ask Vitrine for anything.");
    }
    if (guarded && !sameText(c.req.header("authorization") ?? "", `Bearer ${token}`)) {
      throw new ApiError(401, "bad-token", "The token is missing or of an earlier start: reload the page.");
    }
    return next();
  };
}

/** Programs send no `Sec-Fetch-Site`; `none` is the address bar. `same-site` is another port of localhost. */
function isOwn(site: string | undefined): boolean {
  return site === undefined || site === "same-origin" || site === "none";
}

/** A link from elsewhere that opens Vitrine as a whole page; the page's own headers keep it out of frames. */
function isNavigation(request: Request): boolean {
  const { headers } = request;
  return (
    request.method === "GET" &&
    headers.get("sec-fetch-mode") === "navigate" &&
    headers.get("sec-fetch-dest") === "document"
  );
}

/** Compares without telling by its duration how much was right. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
