import { existsSync } from "node:fs";
import { join } from "node:path";
import { reasonOf, sealedExport, type AuditSeal } from "@vitrine/bridge";
import { StartupError } from "../startup-error.ts";
import { readRecordDatabase, type RecordDatabase } from "./record-database.ts";
import { createRecordHeadFile } from "./record-head.ts";
import { recordSeal } from "./record-secrets.ts";
import { selectEntries, type RecordFilter } from "./record-selection.ts";

/** The record of a data directory, read beside the host that may be writing it. Nothing in the directory is changed. */
export interface StoredRecord {
  readonly database: RecordDatabase;
  readonly seal: AuditSeal;
  /** The lines of an export, each with its line feed: sealed for this export, as the host's own are. */
  export(filter: RecordFilter): AsyncGenerator<string>;
  /** What is missing at the end, as far as the directory remembers its last checkpoint. */
  cutOff(): Promise<MissingEnd | undefined>;
  close(): Promise<void>;
}

/** The first entry that was written and is no longer there. */
export interface MissingEnd {
  readonly chain: string;
  readonly seq: number;
  readonly why: string;
}

/** Throws a {@link StartupError} with exit code 2 when the directory holds no record. */
export function openStoredRecord(data: string): StoredRecord {
  const file = join(data, "record.db");
  const keyFile = join(data, "record-key.pem");
  for (const needed of [file, keyFile]) {
    if (existsSync(needed)) continue;
    throw new StartupError(
      2,
      `There is no record in ${data}: ${needed} is missing. Name its directory with --data DIR.`,
    );
  }
  const seal = recordSeal(data);
  let database: RecordDatabase;
  try {
    database = readRecordDatabase(file);
  } catch (error) {
    throw new StartupError(1, `${file} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
  return {
    database,
    seal,
    export: (filter) =>
      sealedExport(selectEntries(database, filter), {
        seal,
        ...(Object.keys(filter).length > 0 && { filter: { ...filter } }),
      }),
    async cutOff() {
      const head = await createRecordHeadFile(data).read();
      if (head === undefined) return undefined;
      const { chain, seq, digest } = head;
      const end = await lastBefore(database, chain, seq);
      if (end?.seq !== seq) {
        const missing = (end?.seq ?? -1) + 1;
        const amount = missing === seq ? "it" : `it and all up to entry ${seq}`;
        return { chain, seq: missing, why: `the record was cut off here: ${amount} had been written` };
      }
      // Entries that follow one another, but not those: somebody cut off the end and put another one there.
      if (end.digest === digest) return undefined;
      return { chain, seq, why: "another entry had been written here: the end of the record was replaced" };
    },
    close: () => database.destroy(),
  };
}

/** The last entry of a chain that stands at `seq` or before. */
async function lastBefore(
  database: RecordDatabase,
  chain: string,
  seq: number,
): Promise<{ readonly seq: number; readonly digest: unknown } | undefined> {
  const row = await database
    .selectFrom("entries")
    .select(["seq", "line"])
    .where("chain", "=", chain)
    .where("seq", "<=", seq)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { seq: row.seq, digest: (JSON.parse(row.line) as { readonly digest?: unknown }).digest };
}
