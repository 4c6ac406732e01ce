import { setMaxListeners } from "node:events";
import { ApiError } from "./api-error.ts";
import { createPageStream, type PageStream } from "./page-stream.ts";
import type { RelayFrame } from "./relay-frame.ts";

/** One loaded page. It outlives a short break of its stream; a reload makes another page. */
export interface Page {
  readonly id: string;
  /** The stream that is open now. */
  stream(): PageStream | undefined;
  /** Sends a frame, waiting for room and, while the stream is broken, for the page to come back. */
  send(frame: RelayFrame): Promise<void>;
  /** Aborts when the page is gone for good. */
  readonly gone: AbortSignal;
}

export interface Pages {
  /** Opens the stream of a page; an older one of the same page ends. */
  open(id: string): PageStream;
  /** The page whose stream is open. Throws an {@link ApiError} when there is none. */
  get(id: string | undefined): Page;
  /** The page, also while its stream is broken for a moment; undefined when it is gone. */
  find(id: string | undefined): Page | undefined;
  /** Sends a frame to every page without waiting. A page that lags too far behind loses its stream. */
  broadcast(frame: RelayFrame): void;
  close(): void;
}

export interface PagesOptions {
  /** How many pages may have a stream. */
  readonly limit: number;
  /** How long a page may be without stream before it is gone. Default 10 seconds. */
  readonly graceMs?: number;
  /** Default 15 seconds. */
  readonly heartbeatMs?: number;
}

interface PageState {
  readonly page: Page;
  readonly gone: AbortController;
  stream: PageStream | undefined;
  timer: NodeJS.Timeout | undefined;
  returned: (() => void)[];
}

const PAGE_ID = /^[\w-]{8,64}$/;

export function createPages({ limit, graceMs = 10_000, heartbeatMs = 15_000 }: PagesOptions): Pages {
  const states = new Map<string, PageState>();

  function create(id: string): PageState {
    // Pages that are away make room first: reloading often must not lock anybody out.
    const away = [...states.values()].find((state) => state.stream === undefined);
    if (states.size >= limit && away !== undefined) forget(away);
    if (states.size >= limit) {
      throw new ApiError(
        429,
        "too-many-pages",
        `${limit} pages are open already: close one, or raise limits.pages.`,
      );
    }
    const gone = new AbortController();
    // Everything that works for the page listens to it, which is no leak however much that is.
    setMaxListeners(0, gone.signal);
    const state: PageState = {
      gone,
      stream: undefined,
      timer: undefined,
      returned: [],
      page: {
        id,
        gone: gone.signal,
        stream: () => state.stream,
        async send(frame) {
          while (!gone.signal.aborted) {
            if (state.stream !== undefined) return state.stream.send(frame);
            await new Promise<void>((resolve) => void state.returned.push(resolve));
          }
        },
      },
    };
    states.set(id, state);
    return state;
  }

  function forget(state: PageState): void {
    clearTimeout(state.timer);
    states.delete(state.page.id);
    state.gone.abort();
    state.stream?.close();
    wake(state);
  }

  function wake(state: PageState): void {
    const waiting = state.returned;
    state.returned = [];
    for (const go of waiting) go();
  }

  return {
    open(id) {
      if (!PAGE_ID.test(id)) {
        throw new ApiError(
          400,
          "bad-page",
          "The header Vitrine-Page must hold an id of 8 to 64 letters, digits, - or _.",
        );
      }
      const state = states.get(id) ?? create(id);
      clearTimeout(state.timer);
      state.stream?.close();
      const stream = createPageStream({ heartbeatMs });
      state.stream = stream;
      stream.ended.addEventListener("abort", () => {
        if (state.stream !== stream) return;
        state.stream = undefined;
        if (!state.gone.signal.aborted) state.timer = setTimeout(() => forget(state), graceMs);
      });
      wake(state);
      return stream;
    },
    get(id) {
      const state = id === undefined ? undefined : states.get(id);
      if (state?.stream === undefined) {
        throw new ApiError(
          409,
          "no-stream",
          "This page has no stream: open GET /api/stream with its Vitrine-Page first.",
        );
      }
      return state.page;
    },
    find: (id) => (id === undefined ? undefined : states.get(id)?.page),
    broadcast(frame) {
      for (const { stream } of states.values()) stream?.offer(frame);
    },
    close() {
      for (const state of states.values()) forget(state);
    },
  };
}
