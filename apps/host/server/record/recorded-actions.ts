import type { AuditEvent } from "@vitrine/bridge";
import { ApiError } from "../api-error.ts";
import type { Page } from "../pages.ts";
import { claimed } from "./posted-event.ts";
import type { HostRecord } from "./record.ts";
import type { RecordEvent } from "./record-entry.ts";

/** The actions that pages asked for and that are not finished. */
export interface RecordedActions {
  /**
   * Records what a page posts. Steps that stand in the record already are passed over: a page that heard no answer
   * posts them again, and of an outcome what the relay saw counts.
   *
   * @throws ApiError as `HostRecord.append` does; 409 `no-stream` for an action that nobody would end, because its page
   * has no stream.
   */
  post(page: Page | undefined, events: readonly AuditEvent[]): Promise<void>;
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

interface OpenAction {
  readonly id: string;
  readonly page: Page;
  verdict: "allow" | "deny" | undefined;
}

/** How far an action has come; 0 is nowhere. */
const STEPS = { "action.requested": 1, "action.decided": 2, "action.finished": 3 } as const;
type Step = 0 | 1 | 2 | 3;

export function createRecordedActions(options: RecordedActionsOptions): RecordedActions {
  const { record, isServer, onError } = options;
  const open = new Map<string, OpenAction>();
  const watched = new WeakSet<Page>();
  const ending = new Set<Promise<void>>();

  async function stepOf(id: string): Promise<Step> {
    const action = open.get(id);
    if (action !== undefined) return action.verdict === undefined ? 1 : 2;
    return (await record.knows(id)) ? 3 : 0;
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
          refuseContradiction(event, open.get(action));
          continue;
        }
        steps.set(action, STEPS[kind]);
      }
      fresh.push(event);
    }
    return { events: fresh, steps };
  }

  function note(page: Page | undefined, event: AuditEvent): void {
    if (event.kind === "action.finished") open.delete(event.action);
    if (event.kind === "action.decided") Object.assign(open.get(event.action) ?? {}, event);
    if (event.kind !== "action.requested" || page === undefined) return;
    open.set(event.action, { id: event.action, page, verdict: undefined });
    watch(page);
  }

  function watch(page: Page): void {
    if (page.gone.aborted) return interruptAll(page);
    if (watched.has(page)) return;
    watched.add(page);
    page.gone.addEventListener("abort", () => interruptAll(page), { once: true });
  }

  function interruptAll(page: Page): void {
    for (const action of open.values()) if (action.page === page) track(interrupt(action));
  }

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => onError(error as Error))
      .finally(() => void ending.delete(tracked));
    ending.add(tracked);
  }

  async function interrupt({ id, verdict }: OpenAction): Promise<void> {
    const reason = "the page went away before an outcome was recorded";
    const undecided = "the page went away before a decision was recorded";
    const events: RecordEvent[] = [{ kind: "action.finished", action: id, outcome: "interrupted", reason }];
    if (verdict === undefined) {
      events.unshift({ kind: "action.decided", action: id, verdict: "deny", by: "host", reason: undecided });
    }
    await record.append(events);
    open.delete(id);
  }

  return {
    async post(page, posted) {
      const { events, steps } = await news(posted);
      if (events.length === 0) return;
      const isLeftOpen = [...steps].some(([id, step]) => step < 3 && !open.has(id));
      if (isLeftOpen && page === undefined) {
        throw new ApiError(
          409,
          "no-stream",
          "An action needs a page that is there until it ends: open GET /api/stream with its Vitrine-Page first.",
        );
      }
      await record.append(events.map((event) => claimed(event, isServer)));
      for (const event of events) note(page, event);
    },
    async close() {
      await Promise.all(ending);
    },
  };
}

/** What was recorded stays: a page that says something else of it must hear so. */
function refuseContradiction(event: AuditEvent, action: OpenAction | undefined): void {
  if (event.kind !== "action.decided" || action === undefined || event.verdict === action.verdict) return;
  throw new ApiError(409, "out-of-order", `Action ${action.id} was decided already: ${action.verdict}.`);
}
