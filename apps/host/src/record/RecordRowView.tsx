import { Exact } from "../text/Exact.tsx";
import { ExactJson } from "../text/ExactJson.tsx";
import { EntryNotes } from "./EntryNotes.tsx";
import type { RecordRow } from "./record-book.ts";

/** One row: what, by whom, when, and how it ended; opens to the entries as they are recorded. */
export function RecordRowView(props: {
  readonly row: RecordRow;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const { row, open, onToggle } = props;
  return (
    <div className="record-row" data-entry={row.type} data-outcome={row.outcome} data-stage={row.stage}>
      <button type="button" className="record-summary" aria-expanded={open} onClick={onToggle}>
        <span className="record-title">
          <Exact text={row.title} />
        </span>
        <Chip row={row} />
        <span className="record-by">
          {row.server !== undefined && <Exact text={row.server} />}
          {row.actor !== undefined && ` · by ${row.actor}`}
        </span>
        <time dateTime={row.at}>{timeOf(row.at)}</time>
      </button>
      {open &&
        row.entries.map((entry) => (
          <div key={entry.digest} className="record-entry">
            <p>
              <strong>{entry.kind}</strong> <span>entry {entry.seq}</span>
            </p>
            <EntryNotes entry={entry} />
            <ExactJson label={`Entry ${entry.seq}, ${entry.kind}`} value={entry} />
          </div>
        ))}
    </div>
  );
}

function Chip({ row }: { readonly row: RecordRow }) {
  if (row.type !== "action") return <span className="chip">{row.type}</span>;
  if (row.outcome !== undefined) {
    return (
      <span className="chip" data-tone={TONES[row.outcome]}>
        {row.outcome}
      </span>
    );
  }
  return <span className="chip">{row.stage === "decided" ? "running" : "asking"}</span>;
}

const TONES: Readonly<Record<NonNullable<RecordRow["outcome"]>, string | undefined>> = {
  ok: "good",
  "tool-error": "bad",
  failed: "bad",
  refused: "bad",
  denied: "bad",
  cancelled: "warn",
  interrupted: "warn",
};

function timeOf(at: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : date.toLocaleString();
}
