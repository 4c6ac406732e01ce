import type { AuditEvent } from "@vitrine/bridge";
import { ApiError } from "../api-error.ts";
import type { Page } from "../pages.ts";
import { createOpenActions, type OpenAction } from "./open-actions.ts";
import { claimed } from "./posted-event.ts";
import type { HostRecord } from "./record.ts";
import { recordedRequest, type RecordedRequest } from "./recorded-request.ts";
import type { RecordEvent } from "./record-entry.ts";

/** How an action ended. */
export type ActionOutcome = Pick<
  Extract<AuditEvent, { kind: "action.finished" }>,
  "outcome" | "reason" | "resultDigest"
>;

/** A request that may be forwarded, and whose end must be told. */
export interface Admission {
  /**
   * Writes the outcome; resolves when it is on disk, also when somebody else wrote one before.
   *
   * @throws ApiError 503 `audit-unavailable`; it is written as soon as that is possible.
   */
  finish(outcome: ActionOutcome): Promise<void>;
  /** The server wants more before there is an outcome: the page may send the request once more. */
  leaveOpen(): void;
}

/** The actions that pages asked for and that are not finished: what they may do, and how they end. */
export interface RecordedActions {
  /**
   * Records what a page posts. Steps that stand in the record already are passed over: a page that heard no answer
   * posts them again, and of an outcome what the relay saw counts.
   *
   * @throws ApiError as `HostRecord.append` does; 409 `no-stream` for an action that nobody would end, because its page
   * has no stream.
   */
  post(page: Page | undefined, events: readonly AuditEvent[]): Promise<void>;
  /**
   * Lets a message of a page pass that does exactly what an action of this page is recorded to be allowed to do, and
   * that is not under way already. Undefined for one that needs no record.
   *
   * @throws ApiError 409 `not-recorded`.
   */
  admit(
    page: Page,
    server: { readonly name: string; readonly identity: string },
    message: Readonly<Record<string, unknown>>,
  ): Admission | undefined;
  /** Ends what is left. */
  close(): Promise<void>;
}

export interface RecordedActionsOptions {
  readonly record: HostRecord;
  /** Whether a server of this name and identity is connected here. */
  readonly isServer: (name: string, identity: string) => boolean;
  /** Hears of failures that no caller caused. */
  readonly onError: (error: Error) => void;
}

/** How far an action has come; 0 is nowhere. */
const STEPS = { "action.requested": 1, "action.decided": 2, "action.finished": 3 } as const;
type Step = 0 | 1 | 2 | 3;

/** How long until an outcome that could not be written is tried again. */
const RETRY_MS = 1000;

export function createRecordedActions({
  record,
  isServer,
  onError,
}: RecordedActionsOptions): RecordedActions {
  const open = createOpenActions();
  const watched = new WeakSet<Page>();
  const ending = new Map<OpenAction, Promise<void>>();
  const retries = new Map<OpenAction, { readonly timer: NodeJS.Timeout; readonly outcome: ActionOutcome }>();

  async function stepOf(id: string): Promise<Step> {
    const action = open.get(id);
    if (action === undefined) return (await record.knows(id)) ? 3 : 0;
    if (ending.has(action)) {
      await ending.get(action);
      return 3;
    }
    return action.verdict === undefined ? 1 : 2;
  }

  /** The events that are not in the record yet, and how far they bring their actions. */
  async function news(
    events: readonly AuditEvent[],
  ): Promise<{ readonly events: readonly AuditEvent[]; readonly steps: ReadonlyMap<string, Step> }> {
    const steps = new Map<string, Step>();
    const fresh: AuditEvent[] = [];
    for (const event of events) {
      if ("action" in event) {
        const { action, kind } = event;
        const step = steps.get(action) ?? (await stepOf(action));
        if (STEPS[kind] <= step) {
          open.refuseContradiction(event);
          continue;
        }
        // While its request is under way, the end of an action is the server's to tell, or that of the request.
        if (kind === "action.finished" && open.get(action)?.isForwarded === true) continue;
        steps.set(action, STEPS[kind]);
      }
      fresh.push(event);
    }
    return { events: fresh, steps };
  }

  function watch(page: Page): void {
    if (page.gone.aborted) return interruptAll(page);
    if (watched.has(page)) return;
    watched.add(page);
    page.gone.addEventListener("abort", () => interruptAll(page), { once: true });
  }

  function interruptAll(page: Page): void {
    for (const action of open.of(page)) {
      end(action, { outcome: "interrupted", reason: "the page went away before there was an outcome" }).catch(
        (error: unknown) => onError(error as Error),
      );
    }
  }

  /** Ends an action once: whoever comes later waits for the outcome that is being written. */
  function end(action: OpenAction, outcome: ActionOutcome): Promise<void> {
    if (!open.has(action)) return Promise.resolve();
    const present = ending.get(action);
    if (present !== undefined) return present;
    // What an upstream answered counts, even when it could not be written at once.
    const written = write(action, unwritten(action) ?? outcome).finally(() => ending.delete(action));
    ending.set(action, written);
    return written;
  }

  async function write(action: OpenAction, outcome: ActionOutcome): Promise<void> {
    const { id, verdict, admittedAt } = action;
    const events: RecordEvent[] = [];
    if (verdict === undefined) {
      const reason = "nobody is there any more to decide";
      events.push({ kind: "action.decided", action: id, verdict: "deny", by: "host", reason });
    }
    const durationMs =
      admittedAt === undefined ? {} : { durationMs: Math.round(performance.now() - admittedAt) };
    events.push({ kind: "action.finished", action: id, ...outcome, ...durationMs });
    try {
      await record.append(events);
    } catch (error) {
      // The page was faster with an outcome of its own.
      if (!open.has(action)) return;
      // One that fails again puts itself back.
      const timer = setTimeout(() => void end(action, outcome).catch(() => {}), RETRY_MS).unref();
      retries.set(action, { timer, outcome });
      throw error;
    }
    open.remove(action);
  }

  function unwritten(action: OpenAction): ActionOutcome | undefined {
    const waiting = retries.get(action);
    clearTimeout(waiting?.timer);
    retries.delete(action);
    return waiting?.outcome;
  }

  return {
    async post(page, posted) {
      const { events, steps } = await news(posted);
      if (events.length === 0) return;
      const isLeftOpen = [...steps].some(([id, step]) => step < 3 && open.get(id) === undefined);
      if (isLeftOpen && page === undefined) {
        throw new ApiError(
          409,
          "no-stream",
          "An action needs a page that is there until it ends: open GET /api/stream with its Vitrine-Page first.",
        );
      }
      open.refuseReuse(events);
      await record.append(events.map((event) => claimed(event, isServer)));
      for (const event of events) open.note(page, event);
      if (page !== undefined && isLeftOpen) watch(page);
    },

    admit(page, server, message) {
      const request = recordedRequest(message);
      if (request === undefined) return undefined;
      const action = open.byTrace(request.traceparent);
      if (action === undefined || action.page !== page || action.request === undefined) {
        throw refuse(request, "no action of this page that is not finished has its traceparent");
      }
      if (action.verdict !== "allow") throw refuse(request, "its action is not allowed");
      if (action.server !== server.name || action.identity !== server.identity) {
        throw refuse(request, `its action is recorded for another server, "${action.server}"`);
      }
      const { method, subject, arguments: key } = action.request;
      if (method !== request.method || subject !== request.subject || key !== request.arguments) {
        throw refuse(request, "its action is recorded with another method, name or arguments");
      }
      if (action.isForwarded || ending.has(action)) throw refuse(request, "its action is under way already");
      action.isForwarded = true;
      action.admittedAt ??= performance.now();
      return {
        finish: (outcome) => end(action, outcome),
        leaveOpen: () => void (action.isForwarded = false),
      };
    },

    async close() {
      for (const [action, { outcome }] of retries) void end(action, outcome).catch(() => {});
      await Promise.allSettled(ending.values());
      for (const { timer } of retries.values()) clearTimeout(timer);
    },
  };
}

function refuse(request: RecordedRequest, why: string): ApiError {
  const what = `${request.method} of ${JSON.stringify(request.subject)?.slice(0, 200)}`;
  return new ApiError(409, "not-recorded", `${what} was not forwarded: ${why}.`);
}
