import type { AuditEntry, AuditLog } from "@vitrine/bridge";
import { create } from "zustand";
import { createRecordBook, type RecordBook, type RecordFilter } from "./record-book.ts";

interface RecordState {
  readonly book: RecordBook;
  /** Counts what was added: the book itself stays the same object. */
  readonly version: number;
  readonly loading: boolean;
  readonly problem?: string;
  readonly filter: RecordFilter;
  narrow(change: Partial<RecordFilter>): void;
  /** Shows everything again. */
  widen(): void;
}

const NO_FILTER: RecordFilter = {
  since: "",
  until: "",
  server: "",
  tool: "",
  actor: "",
  outcome: "",
  type: "",
  search: "",
};

/** What the record panel shows. */
export const useRecord = create<RecordState>()((set) => ({
  book: createRecordBook(),
  version: 0,
  loading: true,
  filter: NO_FILTER,
  narrow: (change) => set(({ filter }) => ({ filter: { ...filter, ...change } })),
  widen: () => set({ filter: NO_FILTER }),
}));

const READ_BATCH = 500;

/** Follows a log: what comes is shown once per frame; what was there before is read in batches. */
export function followLog(log: AuditLog): () => void {
  let queue: AuditEntry[] = [];
  let frame: number | undefined;
  const flush = (): void => {
    frame = undefined;
    const entries = queue;
    queue = [];
    useRecord.setState(({ book, version }) => (book.add(entries), { version: version + 1 }));
  };
  const push = (entries: readonly AuditEntry[]): void => {
    queue.push(...entries);
    frame ??= requestAnimationFrame(flush);
  };
  const unsubscribe = log.subscribe(push);
  let stopped = false;

  async function readAll(): Promise<void> {
    let batch: AuditEntry[] = [];
    for await (const entry of log.read()) {
      if (stopped) return;
      batch.push(entry);
      if (batch.length < READ_BATCH) continue;
      push(batch);
      batch = [];
      // Lets the page answer in between, however long the record is.
      await new Promise((resolve) => setTimeout(resolve));
    }
    push(batch);
  }
  readAll().then(
    () => useRecord.setState({ loading: false }),
    (error: unknown) => {
      const problem = error instanceof Error ? error.message : "The record could not be read.";
      useRecord.setState({ loading: false, problem });
    },
  );
  return () => {
    stopped = true;
    unsubscribe();
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}
