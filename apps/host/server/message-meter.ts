/**
 * Measures the messages in a body: the whole of it when it is one message, each event when it is an event stream.
 * The returned function takes the next piece and answers the size, in characters, of the message it belongs to.
 */
export function createMessageMeter(eventStream: boolean): (piece: string) => number {
  let size = 0;
  let tail = "";
  return (piece) => {
    if (!eventStream) return (size += piece.length);
    // An empty line ends an event (HTML, "Server-sent events"); it may lie across two pieces.
    const text = tail + piece;
    const end = Math.max(text.lastIndexOf("\n\n"), text.lastIndexOf("\r\r"), text.lastIndexOf("\n\r"));
    size = end === -1 ? size + piece.length : text.length - end;
    tail = text.slice(-3);
    return size;
  };
}
