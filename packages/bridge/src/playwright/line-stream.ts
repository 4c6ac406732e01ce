/** A body that grows line by line. */
export interface LineStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Adds a value as a line of JSON; does nothing once it ended. */
  write(value: object): void;
  /** No more follows. A second call does nothing. */
  end(): void;
}

/** Creates a {@link LineStream}; `onLeft` is called when its reader is no longer there. */
export function createLineStream(onLeft: () => void): LineStream {
  const encoder = new TextEncoder();
  let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      sink = controller;
    },
    cancel() {
      sink = undefined;
      onLeft();
    },
  });
  return {
    body,
    write: (value) => sink?.enqueue(encoder.encode(`${JSON.stringify(value)}\n`)),
    end() {
      sink?.close();
      sink = undefined;
    },
  };
}
