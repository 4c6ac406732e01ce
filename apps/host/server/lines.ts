/** The lines of a byte stream, without their ends. Throws a `RangeError` when one is longer than `maxBytes`. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  function take(piece: Uint8Array): void {
    size += piece.byteLength;
    if (size > maxBytes) throw new RangeError(`a line of more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, end));
      const line = Buffer.concat(pieces).toString("utf8");
      pieces = [];
      size = 0;
      from = end + 1;
      yield line;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (size > 0) yield Buffer.concat(pieces).toString("utf8");
}
