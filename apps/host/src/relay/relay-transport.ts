import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { RelayStream } from "./relay-stream.ts";

/** An MCP transport to a stdio server that the relay runs: messages go out as POSTs and come in over the stream. */
export function createRelayTransport(
  name: string,
  options: { readonly stream: RelayStream; readonly fetch: typeof fetch },
): Transport {
  const { stream } = options;
  const address = new URL(`/mcp/${encodeURIComponent(name)}`, location.origin);
  let stopHearing: (() => void) | undefined;

  const end = async (): Promise<void> => {
    const response = await options.fetch(address, { method: "DELETE" });
    await response.arrayBuffer();
  };

  const transport: Transport = {
    async start() {
      await stream.opened();
      // A process that is left over from before a break would not expect a new beginning.
      await end();
      stopHearing = stream.hearServer(name, {
        message: (message) => transport.onmessage?.(message),
        closed(reason) {
          transport.onerror?.(new Error(reason));
          stopHearing?.();
          stopHearing = undefined;
          transport.onclose?.();
        },
      });
    },
    async send(message: JSONRPCMessage) {
      if (stopHearing === undefined) throw new Error(`The server "${name}" is not connected.`);
      const response = await options.fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
      });
      await response.arrayBuffer();
    },
    async close() {
      if (stopHearing === undefined) return;
      stopHearing();
      stopHearing = undefined;
      transport.onclose?.();
      // The relay ends the process of a page that is gone by itself.
      await end().catch(() => {});
    },
  };
  return transport;
}
