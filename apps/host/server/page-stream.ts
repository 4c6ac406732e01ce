import type { RelayFrame } from "./relay-frame.ts";

/** The one long answer to a page, as lines of JSON. */
export interface PageStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Aborts when the page stopped listening or `close` was called. */
  readonly ended: AbortSignal;
  /** Queues a frame, in order, and resolves when there is room for more or the stream ended. */
  send(frame: RelayFrame): Promise<void>;
  /** Queues a frame for which nobody waits. A page that has too much of that before it unread loses its stream. */
  offer(frame: RelayFrame): void;
  close(): void;
}

/** Bytes that may wait for a page that does not read, before whoever sends must wait too. */
const QUEUE_BYTES = 1024 * 1024;

/** Bytes of offered frames that may wait beyond those, for a page that is slow for a moment. */
const OFFERED_BYTES = 8 * 1024 * 1024;

/** Opens a stream that says `{}` at once and then every `heartbeatMs`, so that both sides notice when it broke. */
export function createPageStream({ heartbeatMs }: { readonly heartbeatMs: number }): PageStream {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let waiting: (() => void)[] = [];
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Bytes of offered frames since there was room last. */
  let offered = 0;

  function makeRoom(): void {
    offered = 0;
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

  const encode = (frame: RelayFrame): Uint8Array => encoder.encode(`${JSON.stringify(frame)}\n`);

  function send(frame: RelayFrame): Promise<void> {
    if (ended.signal.aborted) return Promise.resolve();
    controller?.enqueue(encode(frame));
    return full() ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve();
  }

  function offer(frame: RelayFrame): void {
    if (ended.signal.aborted) return;
    const line = encode(frame);
    if (full()) offered += line.byteLength;
    // Whoever offers does not wait, so what a page leaves unread would fill the memory of all.
    if (offered > OFFERED_BYTES) return lose();
    controller?.enqueue(line);
  }

  /** Ends the stream with all that waits in it; the page reads the record again when it comes back. */
  function lose(): void {
    end();
    controller?.error(new Error("The page does not read its stream."));
  }

  // A page that does not read needs no heartbeat to wait in its queue.
  const heartbeat = setInterval(() => void (full() || send({})), heartbeatMs);
  void send({});

  return {
    body,
    ended: ended.signal,
    send,
    offer,
    close() {
      if (ended.signal.aborted) return;
      end();
      controller?.close();
    },
  };
}
