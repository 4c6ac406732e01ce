import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { InProcessServer } from "./vitrine.ts";
import type { Upstream, UpstreamListener } from "./upstream.ts";

/** Connects a server that runs in the tests' own process. Its SDK does not matter: v1 and v2 share the transport. */
export async function startInProcess(
  create: () => InProcessServer | Promise<InProcessServer>,
  { onMessage, onEnded }: UpstreamListener,
): Promise<Upstream> {
  let closing: Promise<void> | undefined;
  const transport: Transport = {
    start: () => Promise.resolve(),
    send(message) {
      onMessage(JSON.stringify(message));
      return Promise.resolve();
    },
    close() {
      onEnded("The server under test closed the connection.");
      transport.onclose?.();
      return Promise.resolve();
    },
  };
  const server = await create();
  await server.connect(transport as never);
  const end = async (): Promise<void> => {
    await server.close();
  };
  return {
    send(line) {
      // A copy: what the server does to a message must not be seen by whoever sent it.
      transport.onmessage?.(JSON.parse(line) as JSONRPCMessage);
      return Promise.resolve();
    },
    close: () => (closing ??= end()),
  };
}
