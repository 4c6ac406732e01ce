import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { createQueue } from "./queue.ts";

/**
 * A transport to a server that the test's own process holds. Messages of the server come as lines of one streamed
 * answer, messages to it go as one POST each, in order. Its address is a new one below `base`.
 */
export function createLinkTransport(base: URL): Transport {
  const address = new URL(crypto.randomUUID(), base);
  const life = new AbortController();
  const inOrder = createQueue();

  const end = (reason?: string): void => {
    if (life.signal.aborted) return;
    life.abort();
    if (reason !== undefined) transport.onerror?.(new Error(reason));
    transport.onclose?.();
  };

  const transport: Transport = {
    async start() {
      const response = await fetch(address, { signal: life.signal });
      if (!response.ok || response.body === null) throw new Error(await response.text());
      void read(response.body).then(end, () => end());
    },
    send: (message) => inOrder(() => post(message)),
    close() {
      end();
      return Promise.resolve();
    },
  };

  const post = async (message: JSONRPCMessage): Promise<void> => {
    const body = JSON.stringify(message);
    const response = await fetch(address, { method: "POST", body, signal: life.signal });
    if (!response.ok) throw new Error(await response.text());
  };

  /** Resolves with the reason of the end, where the link gave one. */
  const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string | undefined> => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const frame = JSON.parse(line) as
          { readonly message: JSONRPCMessage } | { readonly ended: string } | { readonly started: true };
        if ("ended" in frame) return frame.ended;
        if ("message" in frame) transport.onmessage?.(frame.message);
      }
    }
  };

  return transport;
}
