const requestHeaders = [
  "accept",
  "content-type",
  "authorization",
  "last-event-id",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "mcp-session-id",
  "mcp-param-region",
  "traceparent",
  "tracestate",
];

/**
 * Lets a page call the server directly. The origin must have passed the origin check: it is answered back by name.
 * A browser sends one preflight for each new set of headers, so they are kept for two hours.
 */
export function answerPreflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "POST, GET, DELETE",
      "access-control-allow-headers": requestHeaders.join(", "),
      "access-control-max-age": "7200",
    },
  });
}

/** The response with the headers that let the page at `origin` read it; refusals after the origin check need them too. */
export function shareWith(origin: string | null, response: Response): Response {
  if (origin === null) return response;
  const shared = new Response(response.body, response);
  shared.headers.set("access-control-allow-origin", origin);
  shared.headers.set(
    "access-control-expose-headers",
    "mcp-session-id, mcp-protocol-version, www-authenticate",
  );
  shared.headers.append("vary", "origin");
  return shared;
}
