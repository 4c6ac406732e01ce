/** A relay whose stream a test writes line by line, and that remembers what it was asked. */
export interface FakeRelay {
  readonly fetch: typeof fetch;
  /** What was asked besides the stream, in order. */
  readonly asked: readonly Request[];
  /** How often a stream was opened. */
  readonly opened: () => number;
  /** Writes a frame to the open stream. */
  say(frame: object): void;
  /** Breaks the open stream. */
  breakOff(): void;
  /** Answers every stream from now on with this status. */
  refuseStreams(status: number): void;
  /** Answers every other request from now on like this; text stays as it is. Default: 202 without body. */
  answerWith(status: number, body?: object | string): void;
  /** Fails every other request from now on as a network does, until {@link answerWith}. */
  goAway(): void;
  /** Holds every other answer back until the returned function is called. */
  hold(): () => void;
}

export function createFakeRelay(): FakeRelay {
  const asked: Request[] = [];
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let opened = 0;
  let streamStatus = 200;
  let answer: { readonly status: number; readonly body?: object | string } | "away" = { status: 202 };
  let held: Promise<void> | undefined;

  return {
    asked,
    opened: () => opened,
    async fetch(input, init) {
      const request = new Request(
        new URL(String(input instanceof Request ? input.url : input), "http://localhost"),
        init,
      );
      request.signal.throwIfAborted();
      if (!request.url.endsWith("/api/stream")) {
        asked.push(request);
        await held;
        if (answer === "away") throw new TypeError("Failed to fetch");
        const { status, body } = answer;
        return new Response(typeof body === "object" ? JSON.stringify(body) : (body ?? null), { status });
      }
      opened += 1;
      if (streamStatus !== 200) return new Response(null, { status: streamStatus });
      return new Response(
        new ReadableStream<Uint8Array>({
          start(started) {
            controller = started;
            request.signal.addEventListener("abort", () => started.error(request.signal.reason));
          },
        }),
      );
    },
    say: (frame) => controller?.enqueue(encoder.encode(`${JSON.stringify(frame)}\n`)),
    breakOff: () => controller?.error(new Error("broken pipe")),
    refuseStreams: (status) => void (streamStatus = status),
    answerWith: (status, body) => void (answer = { status, ...(body && { body }) }),
    goAway: () => void (answer = "away"),
    hold() {
      const over = new AbortController();
      held = new Promise((resolve) => {
        over.signal.addEventListener("abort", () => resolve());
      });
      return () => over.abort();
    },
  };
}
