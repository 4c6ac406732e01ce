/** What an audit log can be read from. Text arrives in whole code points, bytes however they come. */
export type AuditSource = string | Blob | AsyncIterable<string | Uint8Array>;

/** A line without its line feed, or why it is none. */
export type SourceLine =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

/** Far above what the log writes, and low enough that a file without line feeds does not fill the memory. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Reads line by line, holding one at a time. Ends after the first line that is none. */
export async function* linesOf(source: AuditSource): AsyncGenerator<SourceLine> {
  let pieces: Uint8Array[] = [];
  for await (const chunk of chunksOf(source)) {
    let rest = chunk;
    for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED)) {
      const line = decode([...pieces, rest.subarray(0, end)]);
      yield line;
      if (line.problem !== undefined) return;
      pieces = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pieces.push(rest);
    if (isTooLong(pieces)) return yield { problem: TOO_LONG };
  }
  if (pieces.length > 0) yield { problem: "the line does not end: the log was cut off here" };
}

const TOO_LONG = "the line is longer than any entry";

function isTooLong(pieces: readonly Uint8Array[]): boolean {
  return pieces.reduce((size, piece) => size + piece.length, 0) > MAX_LINE_BYTES;
}

function decode(pieces: readonly Uint8Array[]): SourceLine {
  if (isTooLong(pieces)) return { problem: TOO_LONG };
  // Strict, and the byte order mark is kept: what is checked are the bytes, not what a reader makes of them.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return {
      text: pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode(),
    };
  } catch {
    return { problem: "the line is not UTF-8" };
  }
}

async function* chunksOf(source: AuditSource): AsyncGenerator<Uint8Array> {
  if (typeof source === "string") {
    yield new TextEncoder().encode(source);
  } else if (source instanceof Blob) {
    yield* bytesOf(source);
  } else {
    for await (const chunk of source)
      yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  }
}

/** By reader: not every browser iterates streams. */
async function* bytesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
