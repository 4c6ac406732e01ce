/** What passes to the server: everything that MCP is about. Cookies and origin are the page's own affair. */
const REQUEST_HEADERS = /^(accept|content-type|last-event-id|mcp-.+)$/;
const RESPONSE_HEADERS = /^(content-type|mcp-.+|www-authenticate|retry-after)$/;

/** The address of a server over HTTP, and what goes with each request. */
export interface HttpTarget {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told, in a sentence, why no server answered at the address. */
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
  const at = addressOf(url);
  const fail = (reason: string): Response => {
    onUnreachable(reason);
    return new Response(reason, { status: 502 });
  };
  return async (request) => {
    const passed = only(request.headers, REQUEST_HEADERS);
    for (const [name, value] of Object.entries(headers)) passed.set(name, value);
    try {
      const answer = await fetch(url, {
        method: request.method,
        headers: passed,
        body: request.body,
        signal: request.signal,
        redirect: "manual",
        ...(request.body && { duplex: "half" }),
      });
      // A redirect would carry the configured headers to an address that nobody named.
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel();
        return fail(`The server under test at ${at} redirects${towards(answer, url)}: give its final URL.`);
      }
      return new Response(answer.body, {
        status: answer.status,
        headers: only(answer.headers, RESPONSE_HEADERS),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      // Who asked and left knows, and the address may answer.
      if (request.signal.aborted) return new Response(null, { status: 502 });
      return fail(`The server under test at ${at} could not be reached: ${why}`);
    }
  };
}

/** The address as sentences say it: a query may hold a token. */
function addressOf(url: string): string {
  const { origin, pathname, username, password } = new URL(url);
  if (username !== "" || password !== "") {
    throw new Error(
      `The address of the server under test, ${origin + pathname}, has a user name or password in it: give it in headers.`,
    );
  }
  return origin + pathname;
}

function towards({ headers }: Response, url: string): string {
  const target = headers.get("location") ?? "";
  return URL.canParse(target, url) ? ` to ${new URL(target, url).origin}` : "";
}

function only(headers: Headers, names: RegExp): Headers {
  return new Headers([...headers].filter(([name]) => names.test(name)));
}
