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
 * Reads a body of this content type. What it keeps is one message; whoever passes the pieces bounds that. A body that
 * is one message is read only when the request is `awaited`; an event stream may bring the answer to an earlier one.
 */
export function createRpcAnswer(contentType: string, awaited: boolean): RpcAnswer | undefined {
  if (/^\s*text\/event-stream\s*(;|$)/i.test(contentType)) return eventStream();
  return awaited ? oneMessage() : undefined;
}

function oneMessage(): RpcAnswer {
  const pieces: string[] = [];
  return {
    read(piece) {
      pieces.push(piece);
      return [];
    },
    end: () => parsed(pieces.splice(0).join("")),
    isResumable: () => false,
  };
}

function eventStream(): RpcAnswer {
  let messages: unknown[] = [];
  let resumable = false;
  const parser = createParser({
    onEvent({ id, data }) {
      resumable ||= id !== undefined;
      messages.push(...parsed(data));
    },
  });
  return {
    read(piece) {
      parser.feed(piece);
      const complete = messages;
      messages = [];
      return complete;
    },
    // An event without the empty line behind it is none (HTML, "Server-sent events").
    end: () => [],
    isResumable: () => resumable,
  };
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text.replace(/^\uFEFF/, ""))];
  } catch {
    return [];
  }
}
