import { createParser } from "eventsource-parser";

/** Reads the JSON-RPC messages in the body of an answer, while it is passed on. */
export interface RpcAnswer {
  /** Takes the next piece and gives the messages that it completes. What is no JSON is no message. */
  read(piece: string): readonly unknown[];
  /** The messages that only the end of the body completes. */
  end(): readonly unknown[];
  /** Whether the server said that the stream can be taken up again after a break (2025-11-25, "Resumability"). */
  isResumable(): boolean;
}

/**
 * Reads a body of this status and content type exactly as the page does: were a server able to tell the two different
 * things, the record would have an outcome that nobody saw. Undefined for a body in which the page finds no message. What
 * it keeps is one message; whoever passes the pieces bounds that.
 */
export function createRpcAnswer(status: number, contentType: string): RpcAnswer | undefined {
  if (status < 200 || status > 299 || status === 202) return undefined;
  switch (contentType.split(";")[0]?.trim().toLowerCase()) {
    case "text/event-stream":
      return eventStream();
    case "application/json":
      return wholeBody();
    default:
      return undefined;
  }
}

function wholeBody(): RpcAnswer {
  const pieces: string[] = [];
  return {
    read(piece) {
      pieces.push(piece);
      return [];
    },
    // Also a batch: a server may answer with one here, even where it may not be sent one.
    end: () => parsed(withoutByteOrderMark(pieces.splice(0).join(""))),
    isResumable: () => false,
  };
}

function eventStream(): RpcAnswer {
  let messages: unknown[] = [];
  let resumable = false;
  let begun = false;
  const parser = createParser({
    onEvent({ event, id, data }) {
      resumable ||= Boolean(id);
      if (event !== undefined && event !== "" && event !== "message") return;
      messages.push(...parsed(data).filter((message) => !Array.isArray(message)));
    },
  });
  return {
    read(piece) {
      parser.feed(begun ? piece : withoutByteOrderMark(piece));
      begun = true;
      const complete = messages;
      messages = [];
      return complete;
    },
    // An event without the empty line behind it is none (HTML, "Server-sent events").
    end: () => [],
    isResumable: () => resumable,
  };
}

/** Of a body one mark is no content (Encoding, "UTF-8 decode"); any other is. */
function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
