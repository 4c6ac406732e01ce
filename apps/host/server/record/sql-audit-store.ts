import type { AuditBatch, AuditLine, OpenAction, SealedAuditStore } from "@vitrine/bridge";
import { z } from "zod";
import { openRecordDatabase, type RecordDatabase, type RecordTables } from "./record-database.ts";
import { createRecordFile } from "./record-file.ts";
import { recordSubject } from "./record-subject.ts";

/** A place in the record that must be there, and what must stand in it. */
export interface RecordHead {
  readonly chain: string;
  readonly seq: number;
  readonly digest: string;
}

/** The store of the record's log. */
export interface SqlAuditStore extends SealedAuditStore {
  /** Does `work` with the database; see `RecordFile.withDatabase`. */
  withDatabase<T>(work: (database: RecordDatabase) => Promise<T>): Promise<T>;
}

/** How many entries are read at a time. */
const READ_COUNT = 500;
/** How many entries one statement writes; databases bound the number of values in one. */
const WRITE_COUNT = 500;

export interface SqlAuditStoreOptions {
  /** The database file; it must exist, and may be empty. */
  readonly file: string;
  /** What the record is known to hold from before. */
  readonly head?: RecordHead | undefined;
  /** Opens the database. Default: {@link openRecordDatabase}. */
  readonly openDatabase?: (file: string) => Promise<RecordDatabase>;
}

/**
 * An audit store in a database. It goes on only where it stopped: when its file was replaced, or entries vanished from
 * it, every call fails until they are back, because writing on would give two entries the same place.
 */
export function createSqlAuditStore({
  file,
  head,
  openDatabase = openRecordDatabase,
}: SqlAuditStoreOptions): SqlAuditStore {
  /** The last entry that is known to be durable, of each chain. */
  const known = new Map<string, RecordHead>(head && [[head.chain, head]]);
  const { withDatabase, close } = createRecordFile({
    file,
    open: openDatabase,
    async onOpen(database) {
      for (const place of known.values()) await requireEntry(database, place);
    },
  });

  async function requireEntry(database: RecordDatabase, { chain, seq, digest }: RecordHead): Promise<void> {
    const row = await database
      .selectFrom("entries")
      .select("line")
      .where("chain", "=", chain)
      .where("seq", "=", seq)
      .executeTakeFirst();
    if (row !== undefined && digestOf(row.line) === digest) return;
    throw new Error(
      `${file} lacks entry ${seq} of the chain ${chain}, which was written before: put the right file back.`,
    );
  }

  return {
    withDatabase,
    chains: () =>
      withDatabase(async (database) => {
        const rows = await database.selectFrom("open_actions").select("chain").orderBy("chain").execute();
        return rows.map(({ chain }) => chain);
      }),
    last: (chain) =>
      withDatabase(async (database) => {
        const place = known.get(chain);
        if (place !== undefined) await requireEntry(database, place);
        return lastEntry(database, chain);
      }),
    openActions: (chain) =>
      withDatabase(async (database) => {
        const row = await database
          .selectFrom("open_actions")
          .select("actions")
          .where("chain", "=", chain)
          .executeTakeFirst();
        return row === undefined ? [] : openSchema.parse(JSON.parse(row.actions));
      }),
    lastCheckpoint: (chain) =>
      withDatabase(async (database) => {
        const row = await database
          .selectFrom("entries")
          .select("seq")
          .where("chain", "=", chain)
          .where("kind", "=", "checkpoint")
          .orderBy("seq", "desc")
          .limit(1)
          .executeTakeFirst();
        return row?.seq;
      }),
    append: (batch) =>
      withDatabase(async (database) => {
        const { chain, open } = batch;
        const rows = batch.lines.map(rowOf);
        const actions = JSON.stringify(open);
        await database.transaction().execute(async (transaction) => {
          await requirePlace(transaction, batch);
          for (let from = 0; from < rows.length; from += WRITE_COUNT) {
            const some = rows.slice(from, from + WRITE_COUNT);
            await transaction.insertInto("entries").values(some).execute();
          }
          await transaction
            .insertInto("open_actions")
            .values({ chain, actions })
            .onConflict((conflict) => conflict.column("chain").doUpdateSet({ actions }))
            .execute();
        });
        const { seq, line } = batch.lines.at(-1)!;
        known.set(chain, { chain, seq, digest: digestOf(line) ?? "" });
      }),
    read: (after) => withDatabase((database) => readRecord(database, after)),
    close,
  };
}

async function requirePlace(database: RecordDatabase, { chain, lines }: AuditBatch): Promise<void> {
  const next = ((await lastEntry(database, chain))?.seq ?? -1) + 1;
  if (lines[0]?.seq === next) return;
  throw new Error(`The new entries do not follow the ${next} of chain ${chain}.`);
}

async function lastEntry(database: RecordDatabase, chain: string): Promise<AuditLine | undefined> {
  return database
    .selectFrom("entries")
    .select(["chain", "seq", "line"])
    .where("chain", "=", chain)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The next entries of the record after one, chain by chain, each in order; none at the end. */
export async function readRecord(
  database: RecordDatabase,
  after: Pick<AuditLine, "chain" | "seq"> | undefined,
): Promise<readonly AuditLine[]> {
  let query = database.selectFrom("entries").select(["chain", "seq", "line"]);
  if (after !== undefined) {
    query = query.where((where) =>
      where(where.refTuple("chain", "seq"), ">", where.tuple(after.chain, after.seq)),
    );
  }
  return query.orderBy("chain").orderBy("seq").limit(READ_COUNT).execute();
}

const openSchema = z.array(
  z.object({ action: z.string(), phase: z.enum(["requested", "decided"]) }) satisfies z.ZodType<OpenAction>,
);

function rowOf({ chain, seq, line }: AuditLine): RecordTables["entries"] {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return { chain, seq, kind: String(entry["kind"]), subject: recordSubject(entry) ?? null, line };
}

function digestOf(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { readonly digest?: string }).digest;
  } catch {
    return undefined;
  }
}
