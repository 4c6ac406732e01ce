/** Reads a body in two parts without ever holding more than it was told to. */
export interface BodyReader {
  /** The first line without its line feed; `undefined` when it is longer than `maxBytes`. */
  line(maxBytes: number): Promise<string | undefined>;
  /** Everything after the line; `undefined` when it is longer than `maxBytes`. */
  rest(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Stops the sender. */
  cancel(): Promise<void>;
}

const LINE_FEED = 10;

/** Creates a {@link BodyReader} over a request's body. When `deadline` comes, what has arrived is all there is. */
export function createBodyReader(body: ReadableStream<Uint8Array> | null, deadline: AbortSignal): BodyReader {
  const reader = body?.getReader();
  deadline.addEventListener("abort", () => void reader?.cancel(), { once: true });
  let chunks: Uint8Array[] = [];
  let size = 0;

  /** Reads until `enough` says so or the body ends; false when `maxBytes` were exceeded. */
  const fill = async (maxBytes: number, enough: (chunk: Uint8Array) => boolean): Promise<boolean> => {
    if (reader === undefined) return true;
    while (size <= maxBytes) {
      const { done, value } = await reader.read();
      if (done) return true;
      chunks.push(value);
      size += value.byteLength;
      if (enough(value)) return true;
    }
    return false;
  };
  const joined = (): Uint8Array<ArrayBuffer> => {
    const all = new Uint8Array(size);
    let offset = 0;
    for (const chunk of chunks) {
      all.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return all;
  };

  return {
    async line(maxBytes) {
      await fill(maxBytes, (chunk) => chunk.includes(LINE_FEED));
      const all = joined();
      const end = all.indexOf(LINE_FEED);
      const line = end === -1 ? all : all.subarray(0, end);
      if (line.byteLength > maxBytes) return undefined;
      const after = end === -1 ? new Uint8Array() : all.subarray(end + 1);
      chunks = [after];
      size = after.byteLength;
      return new TextDecoder().decode(line);
    },
    async rest(maxBytes) {
      return (await fill(maxBytes, () => false)) ? joined() : undefined;
    },
    async cancel() {
      await reader?.cancel();
    },
  };
}
