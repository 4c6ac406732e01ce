import type { HttpUpstream } from "./http-upstream.ts";

/** Responses that must not have a body (Fetch, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** A `fetch` to one server, with its credentials, within the relay's limits and nowhere but to its address. */
export function createUpstreamFetch(upstream: HttpUpstream): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, headers, signal } = request;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") {
      throw new TypeError(`MCP knows no ${method}.`);
    }
    const body = method === "GET" ? undefined : new Uint8Array(await request.arrayBuffer());
    const parts = upstream.exchange({ method, headers, body, signal });
    const { value: head } = await parts.next();
    if (head && "error" in head) throw new TypeError(head.error.message);
    if (!head || !("status" in head)) throw new TypeError("The answer ended before it began.");
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value: part } = await parts.next();
        if (part && "data" in part) controller.enqueue(encoder.encode(part.data));
        else if (part && "error" in part) controller.error(new TypeError(part.error.message));
        else controller.close();
      },
      async cancel() {
        await parts.return(undefined);
      },
    });
    if (BODILESS.has(head.status)) await stream.cancel();
    return new Response(BODILESS.has(head.status) ? null : stream, {
      status: head.status,
      headers: { ...head.headers },
    });
  };
}
