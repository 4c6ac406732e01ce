import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { StdioServer } from "./server-entry.ts";
import { startStdioProcess, type StdioProcess } from "./stdio-process.ts";

/** An MCP transport to a process that is started for it, and ended with it. */
export function createStdioTransport(server: StdioServer, maxLineBytes: number): Transport {
  let process: StdioProcess | undefined;

  const transport: Transport = {
    async start() {
      process = await startStdioProcess({
        server,
        maxLineBytes,
        // The client judges what it is.
        onMessage: (message) => Promise.resolve(transport.onmessage?.(message as JSONRPCMessage)),
        onClosed(reason) {
          transport.onerror?.(new Error(reason));
          transport.onclose?.();
        },
      });
    },
    send(message) {
      if (process === undefined) throw new Error(`${server.name} is not started.`);
      process.write(JSON.stringify(message));
      return Promise.resolve();
    },
    async close() {
      await process?.close();
    },
  };
  return transport;
}
