import { VitrineError } from "./errors.ts";
import { createTokenBucket, measureMessage } from "./message-bounds.ts";
import type { ViewLimits } from "./view-limits.ts";

/** What one View may still ask for. Everything that goes through the gate is recorded, refusals included. */
export interface ViewBudget {
  /**
   * Takes a request out of the budget, before anything of it is recorded.
   * @throws VitrineError `refused` with a sentence that names the limit.
   */
  take(request: object): void;
}

/** The record keeps no longer field than this; see `AuditEntry`. */
const MAX_FIELD_CHARACTERS = 64 * 1024;
/** What an action's three entries take beside what the View put in. */
const ENTRIES_CHARACTERS = 1000;
const MINUTE_MS = 60_000;

/**
 * Creates the {@link ViewBudget} of one View, so that no View can fill the record or hold up the entries of others.
 * @param options.onExceeded is told of the first refusal, and again after a minute: to be recorded in place of all.
 * @param options.now in milliseconds.
 */
export function createViewBudget(
  limits: Pick<ViewLimits, "actionsPerMinute" | "recordedCharactersPerMinute">,
  {
    onExceeded,
    now = () => performance.now(),
  }: { readonly onExceeded: (reason: string) => void; readonly now?: () => number },
): ViewBudget {
  const { actionsPerMinute, recordedCharactersPerMinute } = limits;
  const perMinute = (amount: number): ReturnType<typeof createTokenBucket> =>
    createTokenBucket({ rate: amount / 60, burst: amount }, now);
  const actions = perMinute(actionsPerMinute);
  const characters = perMinute(recordedCharactersPerMinute);
  let toldAt = Number.NEGATIVE_INFINITY;

  const refuse = (what: string): never => {
    const reason = `The View asked for more than ${what} a minute; it has to wait.`;
    if (now() - toldAt >= MINUTE_MS) {
      toldAt = now();
      onExceeded(reason);
    }
    throw new VitrineError("refused", reason);
  };

  return {
    take(request) {
      if (!actions.take(1)) refuse(`${actionsPerMinute} actions`);
      const bounds = { maxCharacters: MAX_FIELD_CHARACTERS, maxNodes: MAX_FIELD_CHARACTERS };
      const size = ENTRIES_CHARACTERS + (measureMessage(request, bounds) ?? MAX_FIELD_CHARACTERS);
      if (!characters.take(size)) refuse(`${recordedCharactersPerMinute} characters to record`);
    },
  };
}
