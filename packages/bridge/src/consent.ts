import type { Action } from "./action.ts";

/** The person's answer. `session` covers the same View, server and tool with any arguments until that View closes. */
export type Answer = "once" | "session" | "deny";

/** What the person is asked: may this action happen? Bound to its View, server, tool and exact arguments. */
export interface Question {
  readonly action: Action;
  /** The answers that may be given; `session` is missing where it would be too broad (e.g. `destructiveHint`). */
  readonly answers: readonly Answer[];
}

/**
 * Asks the person. Must show the action as it is (arguments included) and reject or answer `deny` once `signal`
 * aborts, which happens when the View closes. A handler that throws counts as `deny`.
 * Without a handler the answer is `deny`.
 */
export type Consent = (question: Question, options: { readonly signal: AbortSignal }) => Promise<Answer>;

/** Whether a standing answer may be offered: only for a View's tool call that does not claim to destroy. */
export function answersFor(action: Action): readonly Answer[] {
  const standing =
    action.method === "tools/call" &&
    action.view !== undefined &&
    action.tool?.annotations?.destructiveHint !== true;
  return standing ? ["once", "session", "deny"] : ["once", "deny"];
}

/** Remembers `session` answers: per View and tool, forgotten when the View closes. */
export interface StandingConsents {
  has(action: Action): boolean;
  add(action: Action): void;
  /** Forgets what was granted to a View. */
  forget(view: string): void;
}

/** Creates an empty {@link StandingConsents}; lives in memory only, so a reload asks again. */
export function createStandingConsents(): StandingConsents {
  const byView = new Map<string, Set<string>>();
  return {
    has(action) {
      if (action.method !== "tools/call" || action.view === undefined) return false;
      // The tool may have been declared anew since: what would not be offered now does not stand.
      if (!answersFor(action).includes("session")) return false;
      return byView.get(action.view.id)?.has(action.name) === true;
    },
    add(action) {
      if (action.method !== "tools/call" || action.view === undefined) return;
      const tools = byView.get(action.view.id) ?? new Set();
      byView.set(action.view.id, tools.add(action.name));
    },
    forget(view) {
      byView.delete(view);
    },
  };
}
