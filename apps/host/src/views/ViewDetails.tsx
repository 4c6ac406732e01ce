import type { ViewNote, ViewState } from "@vitrine/bridge";
import type { ViewRun } from "../runs/runs-store.ts";
import { useState } from "react";
import { useTemplateOf } from "./ViewHead.tsx";
import { ViewTemplate } from "./ViewTemplate.tsx";
import { Exact } from "../text/Exact.tsx";
import { ExactJson } from "../text/ExactJson.tsx";

const NOTE_WORDS: Readonly<Record<ViewNote["kind"], string>> = {
  log: "said",
  violation: "was stopped",
  error: "script error",
  dropped: "dropped",
};

/** What else is known of a View: what it calls itself, its input, what it ran into. */
export function ViewDetails({ run, state }: { readonly run: ViewRun; readonly state: ViewState }) {
  const troubles = state.notes.filter(({ kind }) => kind !== "log").length;
  const entry = useTemplateOf(run);
  const [open, setOpen] = useState(false);
  return (
    <details className="view-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Details
        {troubles > 0 && <span className="count">{troubles} stopped or failed</span>}
      </summary>
      <dl className="facts">
        {state.app !== undefined && (
          <>
            <dt>Calls itself</dt>
            <dd>
              <Exact text={`${state.app.name} ${state.app.version}`} />
            </dd>
          </>
        )}
        {state.origin !== undefined && (
          <>
            <dt>Origin</dt>
            <dd>
              <code>{state.origin}</code>
            </dd>
          </>
        )}
        {open && entry !== undefined && <ViewTemplate run={run} entry={entry} />}
        <dt>Arguments</dt>
        <dd>
          <ExactJson label="Arguments of this call" value={run.arguments} />
        </dd>
      </dl>
      {state.notes.length > 0 && (
        <ol className="notes" aria-label="What happened inside">
          {state.notes.map((note, index) => (
            <li key={index} data-kind={note.kind}>
              <time>{new Date(note.at).toLocaleTimeString()}</time>
              <span className="note-kind">{NOTE_WORDS[note.kind]}</span>
              <span>
                <Exact text={note.text} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
