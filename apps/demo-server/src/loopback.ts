import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";

/** `localhost`'s subdomains are loopback in every browser (RFC 6761, section 6.3), and hosts put Views there. */
function localhostSubdomain(origin: string): readonly string[] {
  const hostname = URL.canParse(origin) ? new URL(origin).hostname : "";
  return hostname.endsWith(".localhost") ? [hostname] : [];
}

/**
 * Answers 403 to a request that did not come from this machine, `undefined` to one that may proceed.
 * The Host check stops DNS rebinding, the Origin check stops pages of other sites; `createMcpHandler` does neither.
 * Without a Host header, as in a call that never saw a socket, the host of the URL counts.
 */
export function refuseForeign(request: Request): Response | undefined {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const origin = request.headers.get("origin") ?? "";
  const checks = [
    validateHostHeader(host, localhostAllowedHostnames()),
    validateOriginHeader(origin, [...localhostAllowedOrigins(), ...localhostSubdomain(origin)]),
  ];
  const refused = checks.find((check) => !check.ok);
  if (!refused || refused.ok) return undefined;
  const error = { code: -32_000, message: refused.message };
  return Response.json({ jsonrpc: "2.0", id: null, error }, { status: 403 });
}
