import { join } from "node:path";
import type { AuditEntry } from "@vitrine/bridge";
import { z } from "zod";
import { createStoredFile } from "../stored-file.ts";
import type { RecordHead } from "./sql-audit-store.ts";

/**
 * The last checkpoint that was written, in `record-head.json` beside the database: who cuts off the end of the record
 * does not thereby change what its end is known to be.
 */
export interface RecordHeadFile {
  /** Throws a `StartupError` when the file is damaged. */
  read(): Promise<RecordHead | undefined>;
  /** Keeps the last checkpoint among entries that are durable. */
  keep(entries: readonly AuditEntry[]): Promise<void>;
}

const headSchema = z.object({ chain: z.string(), seq: z.int().nonnegative(), digest: z.string() });

/** Opens the file in the data directory. */
export function createRecordHeadFile(data: string): RecordHeadFile {
  const stored = createStoredFile<RecordHead | undefined>({
    file: join(data, "record-head.json"),
    schema: headSchema,
    initial: undefined,
  });
  return {
    read: stored.read,
    async keep(entries) {
      const checkpoint = entries.findLast(({ kind }) => kind === "checkpoint");
      if (checkpoint === undefined) return;
      const { chain, seq, digest } = checkpoint;
      await stored.change(() => ({ chain, seq, digest }));
    },
  };
}
