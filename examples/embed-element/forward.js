/** The headers of the MCP protocol. All else that a browser sends, its cookies first, belongs to this product. */
const SENT = /^(accept|content-type|last-event-id|mcp-.+)$/;
const TYPES = /^(application\/json|text\/event-stream)\s*(;|$)/i;

/**
 * Whether the page asks, with `fetch`. A View may ask to open any link, this one too: what the MCP server answers
 * must not become a document of this origin. A product checks its person's session here as well.
 */
export function isFromPage({ headers }) {
  return (
    headers.get("sec-fetch-site") === "same-origin" &&
    headers.get("sec-fetch-dest") === "empty" &&
    headers.get("sec-fetch-mode") !== "navigate"
  );
}

/** Forwards a request of the page to the MCP server, and of its answer what MCP needs: it is another party's. */
export async function forward(request, to) {
  if (!isFromPage(request)) return answer("This is for the page alone.", { status: 403 });
  const { method, signal } = request;
  // What the MCP server wants to know of the caller, an access token for one, is added here and never in the page.
  const headers = [...request.headers].filter(([name]) => SENT.test(name));
  const body = method === "POST" ? await request.text() : undefined;
  try {
    // A redirect would be followed with what was added.
    const got = await fetch(to, { method, headers, body, signal, redirect: "manual" });
    const { ok, status } = got;
    const type = got.headers.get("content-type") ?? "";
    if (TYPES.test(type)) {
      const session = got.headers.get("mcp-session-id");
      const kept = { "content-type": type, ...(session && { "mcp-session-id": session }) };
      return answer(got.body, { status, headers: kept });
    }
    await got.body?.cancel();
    // "Accepted" has no content, and of a refusal the status says enough.
    if (ok ? type === "" : status >= 400) return answer(null, { status });
    return answer("The tea shop gave an answer that is not MCP.", { status: 502 });
  } catch {
    return answer("The tea shop does not answer.", { status: 502 });
  }
}

/** Whatever opens it in spite of all this, gets no document that could do anything. */
function answer(body, { status, headers }) {
  const inert = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  };
  return new Response(body, { status, headers: { ...headers, ...inert } });
}
