import type { RelayFrame } from "./relay-frame.ts";

/** The one long answer to a page, as lines of JSON. */
export interface PageStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Aborts when the page stopped listening or `close` was called. */
  readonly ended: AbortSignal;
  /** Queues a frame, in order, and resolves when there is room for more or the stream ended. */
  send(frame: RelayFrame): Promise<void>;
  close(): void;
}

/** Bytes that may wait for a page that does not read, before whoever sends must wait too. */
const QUEUE_BYTES = 1024 * 1024;

/** Opens a stream that says `{}` at once and then every `heartbeatMs`, so that both sides notice when it broke. */
export function createPageStream({ heartbeatMs }: { readonly heartbeatMs: number }): PageStream {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let waiting: (() => void)[] = [];
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  function makeRoom(): void {
    const ready = waiting;
    waiting = [];
    for (const go of ready) go();
  }

  function end(): void {
    clearInterval(heartbeat);
    ended.abort();
    makeRoom();
  }

  const body = new ReadableStream<Uint8Array>(
    { start: (started) => void (controller = started), pull: makeRoom, cancel: end },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUE_BYTES }),
  );

  const full = (): boolean => (controller?.desiredSize ?? 0) <= 0;

  function send(frame: RelayFrame): Promise<void> {
    if (ended.signal.aborted) return Promise.resolve();
    controller?.enqueue(encoder.encode(`${JSON.stringify(frame)}\n`));
    return full() ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve();
  }

  // A page that does not read needs no heartbeat to wait in its queue.
  const heartbeat = setInterval(() => void (full() || send({})), heartbeatMs);
  void send({});

  return {
    body,
    ended: ended.signal,
    send,
    close() {
      if (ended.signal.aborted) return;
      end();
      controller?.close();
    },
  };
}
