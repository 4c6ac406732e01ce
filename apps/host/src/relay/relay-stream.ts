import { createSource, type AuditEntry, type Observable } from "@vitrine/bridge";
import type { ServerDescription } from "../servers/server-description.ts";
import { parseRelayFrame, type RelayFrame } from "./relay-frame.ts";
import { lines } from "./lines.ts";

/** Whether the page's one long-lived connection to the relay stands. */
export type RelayStatus =
  | { readonly phase: "connecting" }
  | { readonly phase: "open" }
  /** It broke; the next attempt follows by itself. */
  | { readonly phase: "lost"; readonly reason: string }
  /** The relay was restarted and no longer knows this page's token: only a reload helps. */
  | { readonly phase: "expired" };

/** What is heard of one request that is on its way. */
export interface AnswerListener {
  readonly head: (status: number, headers: Readonly<Record<string, string>>) => void;
  readonly data: (text: string) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

/** What is heard of a server that speaks over the stream itself (stdio). */
export interface ServerListener {
  readonly message: (message: Extract<RelayFrame, { kind: "message" }>["message"]) => void;
  readonly closed: (reason: string) => void;
}

/** The page's one long-lived connection to the relay, shared by all servers. */
export interface RelayStream {
  /** Names this page towards the relay (`Vitrine-Page`). */
  readonly page: string;
  readonly status: Observable<RelayStatus>;
  /** What the relay said last about its servers; undefined until it says something. */
  readonly servers: Observable<readonly ServerDescription[] | undefined>;
  /** Resolves once the stream stands. Rejects when `signal` aborts or the token has expired. */
  opened(signal?: AbortSignal | null): Promise<void>;
  /** Hears the answer to the request `id`, until the returned function is called or the answer ended. */
  hear(id: string, listener: AnswerListener): () => void;
  /** Hears a stdio server, until the returned function is called. */
  hearServer(name: string, listener: ServerListener): () => void;
  /** Hears of every entry of the record as it is written, of all pages, until the returned function is called. */
  hearRecord(listener: (entries: readonly AuditEntry[]) => void): () => void;
  /** Says that a request was refused for its token. */
  expire(): void;
  close(): void;
}

export interface RelayStreamOptions {
  readonly token: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds before the first new attempt; doubles up to 30 times that. Default 500. */
  readonly retryAfter?: number;
  /** Milliseconds of silence after which the connection counts as dead. Default 60 000. */
  readonly silence?: number;
}

const LOST = "The connection to Vitrine was lost.";

/** Opens the stream and keeps it open: after a break it is tried again, later each time. */
export function createRelayStream(options: RelayStreamOptions): RelayStream {
  const page = crypto.randomUUID();
  const send = options.fetch ?? fetch.bind(globalThis);
  const retryAfter = options.retryAfter ?? 500;
  const status = createSource<RelayStatus>({ phase: "connecting" });
  const servers = createSource<readonly ServerDescription[] | undefined>(undefined);
  const answers = new Map<string, AnswerListener>();
  const serverListeners = new Map<string, Set<ServerListener>>();
  const recordListeners = new Set<(entries: readonly AuditEntry[]) => void>();
  const closing = new AbortController();

  function dispatch(frame: RelayFrame): void {
    switch (frame.kind) {
      case "head":
        return answers.get(frame.id)?.head(frame.status, frame.headers);
      case "data":
        return answers.get(frame.id)?.data(frame.data);
      case "end":
        answers.get(frame.id)?.end();
        return void answers.delete(frame.id);
      case "error":
        answers.get(frame.id)?.fail(new Error(frame.message));
        return void answers.delete(frame.id);
      case "message":
        for (const listener of serverListeners.get(frame.server) ?? []) listener.message(frame.message);
        return;
      case "closed":
        for (const listener of serverListeners.get(frame.server) ?? []) listener.closed(frame.reason);
        return;
      case "servers":
        return servers.set(frame.servers);
      case "audit":
        for (const listener of recordListeners) listener(frame.entries);
        return;
      case "heartbeat":
        return;
    }
  }

  /** One server's odd answer costs that answer, not the connection that all servers share. */
  function take(line: string): void {
    const frame = parseRelayFrame(line);
    try {
      dispatch(frame);
    } catch (error) {
      if (!("id" in frame)) throw error;
      answers.get(frame.id)?.fail(error instanceof Error ? error : new Error(String(error)));
      answers.delete(frame.id);
    }
  }

  function breakOff(reason: string): void {
    const error = new Error(reason);
    const waiting = [...answers.values()];
    answers.clear();
    for (const listener of waiting) listener.fail(error);
    for (const listeners of serverListeners.values()) {
      for (const listener of listeners) listener.closed(reason);
    }
  }

  async function listen(): Promise<void> {
    const watchdog = new AbortController();
    const silent = (): void => watchdog.abort(new Error("The relay fell silent."));
    let timer = setTimeout(silent, options.silence ?? 60_000);
    try {
      const response = await send("/api/stream", {
        headers: { Authorization: `Bearer ${options.token}`, "Vitrine-Page": page },
        signal: AbortSignal.any([closing.signal, watchdog.signal]),
        cache: "no-store",
      });
      if (response.status === 401) return status.set({ phase: "expired" });
      if (!response.ok || response.body === null) throw new Error(`The relay answered ${response.status}.`);
      status.set({ phase: "open" });
      for await (const line of lines(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(silent, options.silence ?? 60_000);
        take(line);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async function keepOpen(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      let reason = LOST;
      await listen().catch((error: unknown) => {
        // What a browser calls a network failure tells a person nothing; the relay's own words do.
        const telling =
          error instanceof Error && !(error instanceof TypeError) && error.name !== "AbortError";
        if (telling) reason = `${LOST} ${error.message}`;
      });
      const before = status.get();
      breakOff(LOST);
      if (closing.signal.aborted || before.phase === "expired") return;
      if (before.phase === "open") attempt = 0;
      status.set({ phase: "lost", reason });
      await pause(retryAfter * Math.min(2 ** attempt, 30), closing.signal);
    }
  }

  void keepOpen();

  return {
    page,
    status,
    servers,
    opened: (signal) => untilOpen(status, signal),
    hear(id, listener) {
      answers.set(id, listener);
      return () => void answers.delete(id);
    },
    hearServer(name, listener) {
      const listeners = serverListeners.get(name) ?? new Set();
      serverListeners.set(name, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    hearRecord(listener) {
      recordListeners.add(listener);
      return () => void recordListeners.delete(listener);
    },
    expire() {
      status.set({ phase: "expired" });
      closing.abort();
    },
    close: () => closing.abort(),
  };
}

function untilOpen(status: Observable<RelayStatus>, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let unsubscribe: (() => void) | undefined;
    const settle = (act: () => void): void => {
      unsubscribe?.();
      signal?.removeEventListener("abort", abort);
      act();
    };
    const abort = (): void => settle(() => reject(signal?.reason as Error));
    const look = (): void => {
      const { phase } = status.get();
      if (phase === "open") settle(resolve);
      if (phase === "expired") settle(() => reject(new Error("Vitrine was restarted; reload the page.")));
    };
    signal?.addEventListener("abort", abort);
    unsubscribe = status.subscribe(look);
    if (signal?.aborted === true) abort();
    else look();
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
