import { useState } from "react";
import { Exact } from "../text/Exact.tsx";

/** Entries beyond this come when asked for: a result may be huge. */
const SHOWN = 100;
const OPEN_DEPTH = 2;

/** A JSON value to read: nested parts fold, and are made only when opened. */
export function JsonTree({ value }: { readonly value: unknown }) {
  return (
    <div className="json-tree">
      <Value value={value} depth={0} />
    </div>
  );
}

function Value({ value, depth }: { readonly value: unknown; readonly depth: number }) {
  if (typeof value !== "object" || value === null) return <Leaf value={value} />;
  const entries = Object.entries(value);
  if (entries.length === 0) return <span className="json-empty">{Array.isArray(value) ? "[]" : "{}"}</span>;
  return <Entries entries={entries} depth={depth} />;
}

function Entries({
  entries,
  depth,
}: {
  readonly entries: readonly [string, unknown][];
  readonly depth: number;
}) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <ul>
      {entries.slice(0, shown).map(([key, value]) => (
        <li key={key}>
          <Entry name={key} value={value} depth={depth} />
        </li>
      ))}
      {entries.length > shown && (
        <li>
          <button type="button" className="button button-quiet" onClick={() => setShown(shown + SHOWN * 10)}>
            {entries.length - shown} more
          </button>
        </li>
      )}
    </ul>
  );
}

function Entry({
  name,
  value,
  depth,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly depth: number;
}) {
  const [open, setOpen] = useState(depth < OPEN_DEPTH);
  const key = (
    <span className="json-key">
      <Exact text={name} />
    </span>
  );
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return (
      <>
        {key} <Value value={value} depth={depth} />
      </>
    );
  }
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {key} <span className="json-size">{sizeOf(value)}</span>
      </summary>
      {open && <Value value={value} depth={depth + 1} />}
    </details>
  );
}

function Leaf({ value }: { readonly value: unknown }) {
  return (
    <span className="json-leaf" data-type={value === null ? "null" : typeof value}>
      <Exact text={typeof value === "string" ? value : String(value)} />
    </span>
  );
}

function sizeOf(value: object): string {
  const count = Object.keys(value).length;
  const noun = Array.isArray(value) ? "item" : "field";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
