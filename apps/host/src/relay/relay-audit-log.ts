import { reasonOf, VitrineError, type AuditEntry, type AuditEvent, type AuditLog } from "@vitrine/bridge";
import type { AuditOutbox } from "./audit-outbox.ts";
import { mayWait } from "./may-wait.ts";
import { RelayError, type RelayApi } from "./relay-api.ts";
import { exportRecord, readEntries } from "./read-record.ts";
import type { RelayStream } from "./relay-stream.ts";

export interface RelayAuditLogOptions {
  readonly api: Pick<RelayApi, "record" | "readRecord">;
  readonly stream: Pick<RelayStream, "status" | "opened" | "hearRecord">;
  readonly outbox: AuditOutbox;
  /** Hears of what this page has recorded. */
  readonly recorded?: (events: readonly AuditEvent[]) => void;
  /** Milliseconds until what waits in the outbox is tried again. Default 5000. */
  readonly retryAfter?: number;
}

interface Call {
  readonly events: readonly AuditEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How long a post waits for a stream that broke. */
const STREAM_MS = 10_000;

type Listener = (entries: readonly AuditEntry[]) => void;

/**
 * The record as the page sees it: the relay writes it, and tells every page what was written. Calls made while a post is under
 * way go together into the next one. What lets nothing happen waits in the outbox when the relay cannot write it; all
 * else is refused then.
 */
export function createRelayAuditLog(options: RelayAuditLogOptions): AuditLog {
  const { api, stream, outbox, recorded, retryAfter = 5000 } = options;
  const listeners = new Set<Listener>();
  /** The actions of this page that are requested and not finished, as far as it knows. */
  const open = new Set<string>();
  let calls: Call[] = [];
  let sending: Promise<void> | undefined;
  let draining: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was put into the outbox and may still be there: what follows it has to wait in line. */
  let waiting = 0;
  let lastAt: string | undefined;
  let isClosed = false;

  async function sendAll(): Promise<void> {
    while (calls.length > 0) {
      const group = calls;
      calls = [];
      await send(group);
    }
    sending = undefined;
  }

  async function send(group: readonly Call[]): Promise<void> {
    if (group.length === 0) return;
    try {
      await post(group.flatMap(({ events }) => events));
    } catch (error) {
      // A call that is refused must not take along those it happens to be sent with.
      if (group.length > 1 && !isOutage(error)) for (const call of group) await send([call]);
      else if (isOutage(error)) await Promise.all(group.map((call) => postpone(call, error)));
      else for (const { reject } of group) reject(unavailable(error));
      return;
    }
    for (const { events, resolve } of group) {
      note(events);
      recorded?.(events);
      resolve();
    }
    if (waiting > 0) drain();
  }

  async function post(events: readonly AuditEvent[]): Promise<void> {
    try {
      await api.record(events);
    } catch (error) {
      if (!lacksStream(error)) throw error;
      // The relay is there, so the stream soon is as well: it comes back by itself.
      await stream.opened(AbortSignal.timeout(STREAM_MS)).catch(() => {
        throw error;
      });
      await api.record(events);
    }
  }

  async function postpone({ events, resolve, reject }: Call, error: unknown): Promise<void> {
    if (!canWait(events)) return reject(unavailable(error));
    try {
      await keep(events);
      resolve();
    } catch (problem) {
      reject(unavailable(problem));
    }
  }

  async function keep(events: readonly AuditEvent[]): Promise<void> {
    waiting += 1;
    await outbox.add(events);
    note(events);
    drainLater();
  }

  function canWait(events: readonly AuditEvent[]): boolean {
    return mayWait(events, (action) => open.has(action));
  }

  function note(events: readonly AuditEvent[]): void {
    for (const event of events) {
      if (event.kind === "action.requested") open.add(event.action);
      if (event.kind === "action.finished") open.delete(event.action);
    }
  }

  function drain(): void {
    draining ??= drainAll().finally(() => (draining = undefined));
  }

  async function drainAll(): Promise<void> {
    const before = waiting;
    try {
      await outbox.drain(async (events) => {
        await api.record(events).catch((error: unknown) => {
          // What the relay will never take (it has ended the action itself meanwhile) must not hold up the rest.
          if (isOutage(error)) throw error;
        });
      });
      if (waiting === before) waiting = 0;
    } catch {
      // Still out of reach, or this browser keeps nothing.
    }
    if (waiting > 0) drainLater();
  }

  function drainLater(): void {
    clearTimeout(retry);
    if (!isClosed) retry = setTimeout(drain, retryAfter);
  }

  function hear(entries: readonly AuditEntry[]): void {
    lastAt = entries.at(-1)?.at ?? lastAt;
    // The relay finishes what it has forwarded; then the page need not.
    for (const entry of entries) if (entry.kind === "action.finished") open.delete(entry.action);
    for (const listener of listeners) {
      // On a stack of its own: a listener that throws does not keep the others from hearing.
      queueMicrotask(() => {
        if (listeners.has(listener)) listener(entries);
      });
    }
  }

  /** What was recorded while the stream was away. */
  async function catchUp(): Promise<void> {
    const missed: AuditEntry[] = [];
    for await (const entry of readEntries(api, lastAt)) missed.push(entry);
    if (missed.length > 0) hear(missed);
  }

  let wasOpen = stream.status.get().phase === "open";
  const unfollow = [
    stream.hearRecord(hear),
    stream.status.subscribe(() => {
      if (stream.status.get().phase !== "open") return;
      // The record panel reads it again when it is asked to; until then a gap is better than no page.
      if (wasOpen) void catchUp().catch(() => {});
      wasOpen = true;
      drain();
    }),
  ];
  drain();

  return {
    async append(...events) {
      if (isClosed) throw new VitrineError("closed", "The audit log is closed: open a new one.");
      const left = events.filter((event) => event.kind !== "action.finished" || open.has(event.action));
      if (left.length === 0) return;
      // What follows something that waits has to wait behind it.
      if (waiting > 0 && canWait(left)) return keep(left);
      await new Promise<void>((resolve, reject) => {
        calls.push({ events: left, resolve, reject });
        // Calls of one turn share the first post, too.
        sending ??= Promise.resolve().then(sendAll);
      });
    },
    read: () => readEntries(api),
    export: () => exportRecord(api),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      for (const stop of unfollow.splice(0)) stop();
      await sending;
      await draining;
    },
  };
}

/** Whether the relay may take later what it did not take now: it is out of reach, cannot write, or misses the stream. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof RelayError)) return false;
  return error.status === 0 || error.status === 401 || error.status >= 500 || lacksStream(error);
}

function lacksStream(error: unknown): boolean {
  return error instanceof RelayError && error.code === "no-stream";
}

function unavailable(error: unknown): VitrineError {
  return new VitrineError(
    "audit-unavailable",
    `Nothing was done, because it could not be recorded: ${reasonOf(error)}`,
    {
      cause: error,
    },
  );
}
