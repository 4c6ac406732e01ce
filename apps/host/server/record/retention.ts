import type { SealedAuditLog } from "@vitrine/bridge";
import { emptyWriteAheadLog, type RecordDatabase } from "./record-database.ts";
import { RETENTION_MARK } from "./record-subject.ts";
import type { SqlAuditStore } from "./sql-audit-store.ts";

export interface RetentionOptions {
  readonly store: SqlAuditStore;
  readonly log: SealedAuditLog;
  /** How many days an entry is kept at least; undefined keeps everything. */
  readonly days: number | undefined;
  /** Hears of failures; the next round tries again. */
  readonly onError: (error: Error) => void;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
}

/** Removes what is old, now and then. */
export interface Retention {
  /** Does one round: sets a mark where the record may be cut later, and cuts at the newest mark that is old enough. */
  round(): Promise<void>;
  /** Resolves when no round runs, and none will. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const ROUND_MS = 60 * 60 * 1000;

/**
 * Keeps the record no longer than it has to be. The rest must verify without what is removed, so it can begin only at
 * a `retention` checkpoint, which is written ahead of time: one a day, where no action is open. Removed is everything
 * before the newest of them that is old enough, so entries are kept for `days` and up to one more.
 */
export function startRetention({
  store,
  log,
  days,
  onError,
  now = () => new Date(),
}: RetentionOptions): Retention {
  let running: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    if (days === undefined) return;
    const time = now().getTime();
    const marks = await store.withDatabase(retentionMarks);
    for (const { chain, seq } of newestBefore(marks, time - days * DAY_MS)) {
      await store.withDatabase((database) => removeBefore(database, chain, seq));
    }
    if (!marks.some(({ at }) => at > time - DAY_MS)) await log.checkpoint("retention");
  }

  function start(): void {
    running = round().catch((error: unknown) => onError(error as Error));
  }

  const timer = days === undefined ? undefined : setInterval(start, ROUND_MS).unref();
  start();
  return {
    round,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

interface Mark {
  readonly chain: string;
  readonly seq: number;
  readonly at: number;
}

async function retentionMarks(database: RecordDatabase): Promise<readonly Mark[]> {
  const rows = await database
    .selectFrom("entries")
    .select(["chain", "seq", "line"])
    .where("kind", "=", "checkpoint")
    .where("subject", "=", RETENTION_MARK)
    .orderBy("seq")
    .execute();
  return rows.map(({ chain, seq, line }) => {
    const { at } = JSON.parse(line) as { readonly at: string };
    return { chain, seq, at: Date.parse(at) };
  });
}

function newestBefore(marks: readonly Mark[], time: number): Iterable<Mark> {
  const newest = new Map<string, Mark>();
  for (const mark of marks) if (mark.at <= time) newest.set(mark.chain, mark);
  return newest.values();
}

async function removeBefore(database: RecordDatabase, chain: string, seq: number): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom("entries")
    .where("chain", "=", chain)
    .where("seq", "<", seq)
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await emptyWriteAheadLog(database);
}
