import type { FoundOnce } from "./finding-list.ts";
import type { AppObservation, SeenAction, ViewObservation } from "./observation.ts";
import { shellWord } from "./shell-word.ts";

/** What the calls around a View say about it: the one that it shows the result of, and what it asked for itself. */
export function* callFindings(app: AppObservation, { call, actions }: ViewObservation): Iterable<FoundOnce> {
  if (call.outcome === "error") {
    const made = app.input.ok && app.input.from === "schema";
    yield {
      level: made ? "warning" : "error",
      kind: "tool-error",
      sentence: `The tool answered with an error: ${call.text}`,
      ...(made && {
        mend: `Its input was made from its schema; a better one: --args ${shellWord(app.tool)}='{…}'`,
      }),
    };
  }
  if (call.outcome === "pending") {
    yield {
      level: "warning",
      kind: "tool-slow",
      sentence: "The tool had not answered when the check went on.",
    };
  }
  for (const action of actions) {
    const finding = actionFinding(action);
    if (finding !== undefined) yield finding;
  }
}

function actionFinding({ method, subject, outcome, reason = "" }: SeenAction): FoundOnce | undefined {
  const what = subject === undefined ? method : `${method} ${subject}`;
  if (outcome === undefined) return undefined;
  switch (outcome) {
    case "ok":
    case "cancelled":
    case "interrupted":
    // The check itself said no.
    case "denied":
      return undefined;
    case "refused":
      return {
        level: "error",
        kind: "refused",
        sentence: `${what} was refused: ${reason}`,
        mend: "A View calls tools of its own server that are visible to apps, with arguments that fit",
      };
    case "tool-error":
      return { level: "warning", kind: "tool-error", sentence: `${what}, which the View called, failed.` };
    case "failed":
      return { level: "error", kind: "call-failed", sentence: `${what} failed: ${reason}` };
  }
}
