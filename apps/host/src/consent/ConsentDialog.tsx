import { useEffect, useState } from "react";
import { Dialog } from "../app/Dialog.tsx";
import { keepFocus } from "../layout/keep-focus.ts";
import { closeRun } from "../runs/run-tool.ts";
import { useRuns, type ViewRun } from "../runs/runs-store.ts";
import { ActionFacts } from "./ActionFacts.tsx";
import "./consent.css";
import { denyAll, useConsent, type PendingQuestion } from "./consent-store.ts";
import { questionWords } from "./question-words.ts";

/** The question that is asked now; others wait behind it. */
export function ConsentDialog() {
  const pending = useConsent((queue) => queue.pending);
  const [first] = pending;
  if (first === undefined) return null;
  return <QuestionDialog key={first.question.action.id} pending={first} more={pending.length - 1} />;
}

/**
 * A dialog that appears under a moving pointer must not take the click that was meant for what was there before:
 * its yes counts only after this long.
 */
const SETTLE_MS = 400;

function QuestionDialog({ pending, more }: { readonly pending: PendingQuestion; readonly more: number }) {
  const { question, answer } = pending;
  const { action, answers } = question;
  const asker = useRuns(({ runs }) =>
    runs.find(
      (run): run is ViewRun =>
        run.kind === "view" && run.view !== undefined && run.view.id === action.view?.id,
    ),
  );
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  const words = questionWords(action, asker?.tool.title);

  return (
    <Dialog
      title={words.question}
      aside={more > 0 && <span className="more-questions">{more} more after this</span>}
      onCancel={() => answer("deny")}
    >
      <ActionFacts action={action} />
      <div className="dialog-buttons">
        {more > 0 && asker !== undefined && (
          <button
            type="button"
            className="button button-quiet close-asker"
            title="Denies all its questions"
            aria-disabled={!settled}
            onClick={() => settled && closeAsker(asker)}
          >
            Close this View
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-disabled={!settled}
          onClick={() => settled && answer("deny")}
        >
          Deny
        </button>
        {answers.includes("session") && (
          <button
            type="button"
            className="button"
            aria-disabled={!settled}
            title="For this View and tool, with any arguments, until the View closes"
            onClick={() => settled && answer("session")}
          >
            Allow for this session
          </button>
        )}
        <button
          type="button"
          className="button button-primary"
          aria-disabled={!settled}
          onClick={() => settled && answer("once")}
        >
          {words.yes}
        </button>
      </div>
    </Dialog>
  );
}

/** The way out for a person whom a View does not leave in peace. */
function closeAsker(run: ViewRun): void {
  if (run.view !== undefined) denyAll(run.view.id);
  void closeRun(run).then(keepFocus);
}
