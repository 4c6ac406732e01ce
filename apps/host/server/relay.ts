import { ApiError } from "./api-error.ts";
import { refuseContradiction } from "./header-agreement.ts";
import { createHttpUpstream, type HttpUpstream } from "./http-upstream.ts";
import type { Limits } from "./limits.ts";
import type { Page, Pages } from "./pages.ts";
import type { ForwardedCalls, RpcMessage } from "./record/forwarded-calls.ts";
import { recordedExchange } from "./record/recorded-exchange.ts";
import type { HttpServer, StdioServer } from "./server-entry.ts";
import type { Servers } from "./servers.ts";
import { createStdioUpstreams } from "./stdio-upstreams.ts";
import type { Resolve } from "./upstream-address.ts";

/**
 * Forwards MCP requests of pages to configured servers. It takes a request with 202 and answers on the page's one
 * stream, so that no slow call ever holds one of the six connections a browser has for an origin.
 */
export interface Relay {
  /** Takes one request to the server `name`. Throws an {@link ApiError} when it is not taken. */
  take(name: string, request: Request): Promise<Response>;
  /** Aborts the request with this id, if it is still on its way. */
  cancel(id: string): void;
  /** Ends everything that is on its way, and every process. */
  close(): Promise<void>;
  /** Ends every process at once, without asking. */
  kill(): void;
}

export interface RelayOptions {
  readonly servers: Servers;
  readonly pages: Pages;
  readonly limits: Limits;
  /** Lets pass what is recorded, and records how it ended. */
  readonly calls: ForwardedCalls;
  /** How names of upstreams are resolved; the system does by default. */
  readonly resolve?: Resolve;
}

const REQUEST_ID = /^[\w-]{1,64}$/;

export function createRelay({ servers, pages, limits, calls, resolve }: RelayOptions): Relay {
  const upstreams = new Map<HttpServer, HttpUpstream>();
  const stdio = createStdioUpstreams({ limits, calls });
  const inFlight = new Map<string, { readonly page: Page; readonly abort: AbortController }>();

  function upstreamOf(server: HttpServer): HttpUpstream {
    const upstream = upstreams.get(server) ?? createHttpUpstream(server, limits, resolve);
    upstreams.set(server, upstream);
    return upstream;
  }

  const unsubscribe = servers.subscribe(() => {
    for (const [server, upstream] of upstreams) {
      if (servers.get(server.name) === server) continue;
      upstreams.delete(server);
      void upstream.close();
    }
  });

  /** Sends the answer to `id` over the page's stream, as fast as the page reads it. */
  async function answer(page: Page, id: string, server: HttpServer, request: Request): Promise<void> {
    const stream = page.stream();
    const abort = new AbortController();
    inFlight.set(id, { page, abort });
    const method = methodOf(request, ["GET", "POST", "DELETE"]);
    try {
      const message = method === "POST" ? parseMessage(await request.text()) : undefined;
      if (message !== undefined) refuseContradiction(request.headers, message);
      const call = message && calls.admit(page, server, message);
      // What was judged goes on, not what was sent: of a name that comes twice, another reader may take the other.
      const body = message && new TextEncoder().encode(JSON.stringify(message));
      // Frames that were on the way when a stream broke are lost, so its answers cannot be continued.
      const signal = AbortSignal.any([abort.signal, stream?.ended ?? abort.signal]);
      const parts = recordedExchange({
        parts: upstreamOf(server).exchange({ method, headers: request.headers, body, signal }),
        call,
        answered: (received) => calls.answered(page, server, received),
        isPageAway: () => !abort.signal.aborted,
      });
      void (async () => {
        for await (const part of parts) await stream?.send({ id, ...part });
        inFlight.delete(id);
      })();
    } catch (error) {
      inFlight.delete(id);
      throw error;
    }
  }

  async function pass(page: Page, server: StdioServer, request: Request): Promise<void> {
    if (methodOf(request, ["POST", "DELETE"]) === "DELETE") return stdio.end(page, server);
    const message = parseMessage(await request.text());
    // What cancels or answers another request must get through when the page may send no more.
    if ("method" in message && "id" in message) refuseTooMany(calls.pending(page));
    const call = calls.admit(page, server, message);
    try {
      await stdio.write(page, server, JSON.stringify(message));
    } catch (error) {
      await call?.end({ outcome: "failed", reason: (error as Error).message });
      throw error;
    }
  }

  function refuseTooMany(waiting: number): void {
    if (waiting >= limits.requestsPerPage) {
      const message = `${limits.requestsPerPage} requests of this page wait already: raise limits.requestsPerPage.`;
      throw new ApiError(429, "too-many-requests", message);
    }
  }

  return {
    async take(name, request) {
      const server = servers.get(name);
      if (server === undefined)
        throw new ApiError(404, "unknown-server", `There is no server named "${name}".`);
      const page = pages.get(request.headers.get("vitrine-page") ?? undefined);
      const id = request.headers.get("vitrine-request") ?? "";
      if (!REQUEST_ID.test(id) || inFlight.has(id)) {
        const message =
          "The header Vitrine-Request must hold an id of letters, digits, - and _ that is not in use.";
        throw new ApiError(400, "bad-request-id", message);
      }
      if (server.transport === "stdio") {
        await pass(page, server, request);
        void page.send({ id, status: 202, headers: {} });
        void page.send({ id, end: true });
      } else {
        const waiting = [...inFlight.values()].filter((other) => other.page === page).length;
        refuseTooMany(waiting);
        await answer(page, id, server, request);
      }
      // With a length the browser needs no reader to see its end, and frees the connection at once.
      return new Response(null, { status: 202, headers: { "Content-Length": "0" } });
    },
    cancel: (id) => inFlight.get(id)?.abort.abort(),
    async close() {
      unsubscribe();
      for (const { abort } of inFlight.values()) abort.abort();
      await Promise.all([stdio.close(), ...[...upstreams.values()].map((upstream) => upstream.close())]);
      upstreams.clear();
    },
    kill: stdio.kill,
  };
}

function methodOf<M extends string>(request: Request, allowed: readonly M[]): M {
  const method = allowed.find((candidate) => candidate === request.method);
  if (method === undefined) {
    throw new ApiError(
      405,
      "bad-method",
      `${request.method} is not possible here: use ${allowed.join(", ")}.`,
    );
  }
  return method;
}

/** One JSON-RPC message. Batches are none: no version of MCP that is spoken here has them. */
function parseMessage(body: string): RpcMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ApiError(400, "bad-json", "The body is no JSON.");
  }
  if (typeof value !== "object" || value === null || !("jsonrpc" in value)) {
    throw new ApiError(400, "bad-message", "The body must be one JSON-RPC message.");
  }
  return value;
}
