import type { JSONRPCResponse, RequestId, Transport } from "@modelcontextprotocol/client";

/** What a list of the server may hold: the field it is in, and whether an entry may stay. */
export interface ListRule {
  readonly field: string;
  readonly accepts: (entry: unknown) => boolean;
}

export interface MessageTapOptions {
  /** By method, e.g. `tools/list`. */
  readonly lists: ReadonlyMap<string, ListRule>;
  /** Each notification of the server, after the client has seen it. */
  readonly onNotification: (method: string, params: Readonly<Record<string, unknown>>) => void;
}

/** `data` of the error that answers a request whose stream ended: by identity, so that no server can claim it. */
export const STREAM_ENDED = Object.freeze({ reason: "stream-ended" });

/**
 * Puts itself between a connected client and its transport, and returns what takes it away again. The client
 * rejects a whole list for one malformed entry; here the entry is left out instead. The client also waits for its
 * time-out when the stream of a response ends without one; here the request is answered at once.
 */
export function tapMessages(transport: Transport, options: MessageTapOptions): () => void {
  const { lists, onNotification } = options;
  const deliver = transport.onmessage;
  const send = transport.send;
  /** Requests that wait for their response, by id. */
  const waiting = new Map<RequestId, string>();

  const onmessage: Transport["onmessage"] = (message, extra) => {
    deliver?.("result" in message || "error" in message ? settle(message) : message, extra);
    if ("method" in message && !("id" in message)) onNotification(message.method, message.params ?? {});
  };

  function settle(message: JSONRPCResponse): JSONRPCResponse {
    if (message.id === undefined) return message;
    // The SDK takes "7" for the answer to 7: a list must not get past its rule by that.
    const id = waiting.has(message.id) ? message.id : Number(message.id);
    const rule = lists.get(waiting.get(id) ?? "");
    waiting.delete(id);
    if (rule === undefined || !("result" in message)) return message;
    const entries: unknown = message.result[rule.field];
    if (!Array.isArray(entries)) return message;
    return { ...message, result: { ...message.result, [rule.field]: entries.filter(rule.accepts) } };
  }

  const tappedSend: Transport["send"] = (message, sendOptions) => {
    if (!("method" in message)) return send.call(transport, message, sendOptions);
    if (!("id" in message)) {
      const cancelled =
        message.method === "notifications/cancelled" ? message.params?.["requestId"] : undefined;
      if (typeof cancelled === "number" || typeof cancelled === "string") waiting.delete(cancelled);
      return send.call(transport, message, sendOptions);
    }
    const { id, method } = message;
    waiting.set(id, method);
    sendOptions?.requestSignal?.addEventListener("abort", () => waiting.delete(id), { once: true });
    // Whoever brought its own listener, as a change subscription does, deals with the end itself.
    if (sendOptions?.onRequestStreamEnd) return send.call(transport, message, sendOptions);
    const onRequestStreamEnd = (): void => {
      if (!waiting.delete(id)) return;
      const error = { code: -32000, message: "The stream ended without an answer.", data: STREAM_ENDED };
      deliver?.({ jsonrpc: "2.0", id, error });
    };
    return send.call(transport, message, { ...sendOptions, onRequestStreamEnd });
  };

  Object.assign(transport, { onmessage, send: tappedSend });
  return () => void Object.assign(transport, { onmessage: deliver, send });
}
