import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createAccessLog } from "./access-log.ts";
import { createDemoHandler } from "./demo-handler.ts";
import { createMemoryStore } from "./store.ts";

/** Options of {@link startDemoServer}. */
export interface DemoServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** The address to listen on. Default `127.0.0.1`; callers must name a loopback host whatever it is. */
  readonly host?: string;
  /** A file that gets one JSON line per received `tools/call`, before the tool runs. Default: none. */
  readonly accessLog?: string;
}

/** A running demo server. */
export interface DemoServer {
  /** The MCP endpoint, for example `http://127.0.0.1:4100/mcp`. */
  readonly url: string;
  /** Drops every connection and stops listening; may be called twice. */
  close(): Promise<void>;
}

/** Starts the tea shop with an empty, in-memory state. Rejects when the port is taken. */
export async function startDemoServer({
  port = 0,
  host = "127.0.0.1",
  accessLog,
}: DemoServerOptions = {}): Promise<DemoServer> {
  const handler = createDemoHandler({
    store: createMemoryStore(),
    ...(accessLog !== undefined && { accessLog: createAccessLog(accessLog) }),
  });
  const listener = toNodeHandler(handler);
  type NodeRequest = Parameters<typeof listener>[0]; // its optional fields do not admit the `undefined` of node:http
  const server = createServer((request, response) => void listener(request as NodeRequest, response));
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const authority = address.family === "IPv6" ? `[${address.address}]` : address.address;

  return {
    url: `http://${authority}:${address.port}/mcp`,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      await handler.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
