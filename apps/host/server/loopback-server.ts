import { createServer, type Server } from "node:http";
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

const ANY_PORT_TRIES = 10;

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, because browsers take either for `localhost`.
 * Port 0 takes any that is free on both. Throws a {@link StartupError} that names `option` when the port is taken.
 */
export async function openLoopbackServer(port: number, option: string): Promise<LoopbackServer> {
  let resolveHandler: ((handler: FetchHandler) => void) | undefined;
  const handler = new Promise<FetchHandler>((resolve) => void (resolveHandler = resolve));
  const listener = getRequestListener(async (request) => (await handler)(request));
  const newServer = (): Server => createServer((request, response) => void listener(request, response));

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
