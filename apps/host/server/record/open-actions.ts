import type { AuditEvent } from "@vitrine/bridge";
import { ApiError } from "../api-error.ts";
import type { Page } from "../pages.ts";
import { requestOf, type RecordedRequest } from "./recorded-request.ts";

/** An action that stands in the record as requested and not as finished. */
export interface OpenAction {
  readonly id: string;
  readonly page: Page;
  readonly server: string;
  readonly identity: string;
  /** What it may ask a server for. */
  readonly request: RecordedRequest | undefined;
  readonly traceparent: string;
  verdict: "allow" | "deny" | undefined;
  /** Whether its request is under way. */
  isForwarded: boolean;
  /** When it was first forwarded, by the monotonic clock. */
  admittedAt: number | undefined;
}

/** The open actions, as their durable entries make them. */
export interface OpenActions {
  get(id: string): OpenAction | undefined;
  has(action: OpenAction): boolean;
  /** The one action that a request with this `traceparent` can belong to. */
  byTrace(traceparent: unknown): OpenAction | undefined;
  of(page: Page): readonly OpenAction[];
  /** Follows an event that is durable. */
  note(page: Page | undefined, event: AuditEvent): void;
  remove(action: OpenAction): void;
  /** Throws an {@link ApiError} when an event says something else than what is recorded of its action. */
  refuseContradiction(event: AuditEvent): void;
  /** Throws an {@link ApiError} when a new action takes the `traceparent` of another, and with it its permission. */
  refuseReuse(events: readonly AuditEvent[]): void;
}

export function createOpenActions(): OpenActions {
  const actions = new Map<string, OpenAction>();
  const traces = new Map<string, OpenAction>();

  function remove(action: OpenAction): void {
    actions.delete(action.id);
    traces.delete(action.traceparent);
  }

  return {
    get: (id) => actions.get(id),
    has: (action) => actions.get(action.id) === action,
    byTrace: (traceparent) => (typeof traceparent === "string" ? traces.get(traceparent) : undefined),
    of: (page) => [...actions.values()].filter((action) => action.page === page),
    remove,
    note(page, event) {
      if (!("action" in event)) return;
      const action = actions.get(event.action);
      switch (event.kind) {
        case "action.requested": {
          // Without a page it came with its end.
          if (page === undefined) return;
          const { action: id, server, identity, traceparent } = event;
          const opened: OpenAction = {
            id,
            page,
            server,
            identity,
            request: requestOf(event),
            traceparent,
            verdict: undefined,
            isForwarded: false,
            admittedAt: undefined,
          };
          actions.set(id, opened);
          traces.set(traceparent, opened);
          return;
        }
        case "action.decided":
          if (action !== undefined) action.verdict = event.verdict;
          return;
        case "action.finished":
          if (action !== undefined) remove(action);
      }
    },
    refuseContradiction(event) {
      if (event.kind !== "action.decided") return;
      const verdict = actions.get(event.action)?.verdict;
      if (verdict === undefined || verdict === event.verdict) return;
      throw new ApiError(409, "out-of-order", `Action ${event.action} was decided already: ${verdict}.`);
    },
    refuseReuse(events) {
      const seen = new Set<string>();
      for (const event of events) {
        if (event.kind !== "action.requested") continue;
        if (traces.has(event.traceparent) || seen.has(event.traceparent)) {
          throw new ApiError(409, "out-of-order", `Action ${event.action} has the traceparent of another.`);
        }
        seen.add(event.traceparent);
      }
    },
  };
}
