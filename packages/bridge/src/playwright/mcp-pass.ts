/** What passes to the server: everything that MCP is about. Cookies and origin are the page's own affair. */
const REQUEST_HEADERS = /^(accept|content-type|last-event-id|mcp-.+)$/;
const RESPONSE_HEADERS = /^(content-type|mcp-.+|www-authenticate|retry-after)$/;

/** The address of a server over HTTP, and what goes with each request. */
export interface HttpTarget {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told, in a sentence, that nothing answered at the address. */
  readonly onUnreachable: (reason: string) => void;
}

/**
 * Creates the handler that passes a page's requests on to the server under test, byte for byte and streamed both
 * ways: no server needs CORS headers to be tested, and credentials stay out of the page.
 */
export function createMcpPass({
  url,
  headers = {},
  onUnreachable,
}: HttpTarget): (request: Request) => Promise<Response> {
  return async (request) => {
    const passed = only(request.headers, REQUEST_HEADERS);
    for (const [name, value] of Object.entries(headers)) passed.set(name, value);
    try {
      const answer = await fetch(url, {
        method: request.method,
        headers: passed,
        body: request.body,
        signal: request.signal,
        ...(request.body && { duplex: "half" }),
      });
      return new Response(answer.body, {
        status: answer.status,
        headers: only(answer.headers, RESPONSE_HEADERS),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      const reason = `The server under test at ${url} could not be reached: ${why}`;
      // Who asked and left knows, and the address may answer.
      if (!request.signal.aborted) onUnreachable(reason);
      return new Response(reason, { status: 502 });
    }
  };
}

function only(headers: Headers, names: RegExp): Headers {
  return new Headers([...headers].filter(([name]) => names.test(name)));
}
