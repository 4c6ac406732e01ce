import { useEffect, useMemo, useRef, useState } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useSession } from "../session/SessionContext.tsx";
import { RecordRowView } from "./RecordRowView.tsx";
import { RecordFilters } from "./RecordFilters.tsx";
import { RecordTools } from "./RecordTools.tsx";
import "./record.css";
import { followLog, useRecord } from "./record-store.ts";

const ROW_HEIGHT = 46;

/** The right column: everything that was asked for, decided and done. */
export function RecordPanel() {
  const { host } = useSession();
  useEffect(() => followLog(host.audit), [host]);
  const { book, version, filter, loading, problem } = useRecord();
  // The version stands for what is in the book.
  const rows = useMemo(() => (void version, book.rows(filter)), [book, version, filter]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- Nothing here is memoized by a compiler.
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const filtered = Object.values(filter).some((value) => value !== "");

  return (
    <>
      <div className="column-head">
        <h2>Record</h2>
        <span className="record-size">{entryCount(book.size())}</span>
        <RecordTools />
      </div>
      <RecordFilters servers={book.servers()} tools={book.tools()} />
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {rows.length === 0 && (
        <p className="empty" role="status">
          {loading
            ? "Reading the record…"
            : filtered
              ? "No entry matches these filters."
              : "Nothing is recorded yet. Every request, decision and outcome will stand here."}
        </p>
      )}
      <div ref={scroller} className="record-scroll" tabIndex={0} role="region" aria-label="Entries">
        <ol className="record-list" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <li
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  aria-setsize={rows.length}
                  aria-posinset={item.index + 1}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <RecordRowView row={row} open={open.has(row.key)} onToggle={() => toggle(row.key)} />
                </li>
              )
            );
          })}
        </ol>
      </div>
    </>
  );
}

function entryCount(size: number): string {
  return size === 1 ? "1 entry" : `${size.toLocaleString()} entries`;
}
