import { createServer, type RequestListener, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { StartupError } from "./startup-error.ts";

/** Answers one request. */
type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A port of this machine that other machines cannot reach. */
export interface LoopbackServer {
  readonly port: number;
  /** Decides who answers; requests that came before wait. */
  handle(handler: FetchHandler): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** How long a caller may take, and how many there may be. Any page that a browser shows can open connections. */
export interface ConnectionBounds {
  /** Milliseconds until a request's head must be there; a connection that says nothing is one that is late. */
  readonly headMs: number;
  /** Milliseconds until the whole request must be there. Answers may take as long as they like. */
  readonly requestMs: number;
  /** Connections at one time; further ones are closed at once. */
  readonly connections: number;
}

const DEFAULT_BOUNDS: ConnectionBounds = { headMs: 10_000, requestMs: 60_000, connections: 1024 };
const ANY_PORT_TRIES = 10;

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, because browsers take either for `localhost`.
 * Port 0 takes any that is free on both. Throws a {@link StartupError} that names `option` when the port is taken.
 */
export async function openLoopbackServer(
  port: number,
  option: string,
  bounds: ConnectionBounds = DEFAULT_BOUNDS,
): Promise<LoopbackServer> {
  let resolveHandler: ((handler: FetchHandler) => void) | undefined;
  const handler = new Promise<FetchHandler>((resolve) => void (resolveHandler = resolve));
  const answer = getRequestListener(async (request) => (await handler)(request));
  const newServer = (): Server =>
    createBoundedServer(bounds, (request, response) => void answer(request, response));

  for (let tries = 1; ; tries++) {
    const servers = [newServer(), newServer()] as const;
    try {
      const bound = await listen(servers[0], port, "127.0.0.1");
      await listen(servers[1], bound, "::1").catch(refuseUnlessMissing);
      return {
        port: bound,
        handle: (chosen) => resolveHandler?.(chosen),
        close: async () => void (await Promise.all(servers.map(closeServer))),
      };
    } catch (error) {
      await closeServer(servers[0]);
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (taken && port === 0 && tries < ANY_PORT_TRIES) continue;
      throw listenFailure(port, option, error as NodeJS.ErrnoException);
    }
  }
}

function createBoundedServer(
  { headMs, requestMs, connections }: ConnectionBounds,
  answer: RequestListener,
): Server {
  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(headMs, 1000),
      // Whatever NODE_OPTIONS says: a request that two readers take for different ones is how one is smuggled.
      insecureHTTPParser: false,
    },
    (request, response) => {
      // An absolute target names a host of its own, which would go before the Host header that is checked (RFC 9112).
      if (request.url?.startsWith("/")) answer(request, response);
      else response.writeHead(400, { Connection: "close" }).end();
    },
  );
  server.maxConnections = connections;
  return server;
}

/** A machine without IPv6 is served on 127.0.0.1 alone. */
function refuseUnlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "EADDRNOTAVAIL" && error.code !== "EAFNOSUPPORT") throw error;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function listenFailure(port: number, option: string, error: NodeJS.ErrnoException): StartupError {
  if (error.code === "EADDRINUSE") {
    return new StartupError(
      1,
      `Port ${port} is in use: stop what runs there, or choose another with ${option}.`,
    );
  }
  if (error.code === "EACCES") {
    return new StartupError(1, `Port ${port} needs more rights: choose one above 1023 with ${option}.`);
  }
  return new StartupError(1, `Port ${port} cannot be opened: ${error.message}.`, { cause: error });
}
