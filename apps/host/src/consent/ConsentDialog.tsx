import { useId } from "react";
import { Boundary } from "../app/Boundary.tsx";
import { Dialog } from "../app/Dialog.tsx";
import { useDialogs } from "../app/dialog-store.ts";
import { keepFocus } from "../layout/keep-focus.ts";
import { closeRun } from "../runs/run-tool.ts";
import { useRuns, type ViewRun } from "../runs/runs-store.ts";
import { ActionFacts } from "./ActionFacts.tsx";
import "./consent.css";
import { denyAll, useConsent, type PendingQuestion } from "./consent-store.ts";
import { questionWords } from "./question-words.ts";
import { useArmed } from "./use-armed.ts";

/** The question that is asked now; others wait behind it, and all behind a dialog that the person opened. */
export function ConsentDialog() {
  const { pending, settled } = useConsent();
  const occupied = useDialogs(({ opened }) => opened > 0);
  const [first] = pending;
  if (first === undefined || occupied) return null;
  const place = { number: settled + 1, of: settled + pending.length };
  return <QuestionDialog key={first.question.action.id} pending={first} place={place} />;
}

function QuestionDialog(props: {
  readonly pending: PendingQuestion;
  readonly place: { readonly number: number; readonly of: number };
}) {
  const { pending, place } = props;
  const { question, answer } = pending;
  const { action, answers } = question;
  const standingId = useId();
  const asker = useRuns(({ runs }) =>
    runs.find(
      (run): run is ViewRun =>
        run.kind === "view" && run.view !== undefined && run.view.id === action.view?.id,
    ),
  );
  const armed = useArmed(action.id);
  const words = questionWords(action, asker?.tool.title);
  const standing = answers.includes("session");

  return (
    <Dialog
      title={words.question}
      aside={place.of > 1 && <span className="question-place">{`${place.number} of ${place.of}`}</span>}
      question
      onCancel={() => answer("deny")}
    >
      <Boundary what="The action">
        <ActionFacts action={action} asker={asker?.tool.title} />
      </Boundary>
      {standing && (
        <p className="hint" id={standingId}>
          “Allow for this session” lets this View call this tool with any arguments, unasked, until the View
          closes.
        </p>
      )}
      {action.method === "tools/call" && action.tool?.annotations?.destructiveHint === true && (
        <p className="hint">Each call of this tool is asked about: it may destroy something.</p>
      )}
      <div className="dialog-buttons" data-armed={armed}>
        {place.number < place.of && asker !== undefined && (
          <button
            type="button"
            className="button button-quiet close-asker"
            title="Denies all its questions"
            aria-disabled={!armed}
            onClick={() => armed && closeAsker(asker)}
          >
            Close this View
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-disabled={!armed}
          onClick={() => armed && answer("deny")}
        >
          Deny
        </button>
        {standing && (
          <button
            type="button"
            className="button"
            aria-disabled={!armed}
            aria-describedby={standingId}
            onClick={() => armed && answer("session")}
          >
            Allow for this session
          </button>
        )}
        <button
          type="button"
          className="button button-primary"
          aria-disabled={!armed}
          onClick={() => armed && answer("once")}
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
