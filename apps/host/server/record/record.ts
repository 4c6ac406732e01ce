import { join } from "node:path";
import {
  createAuditLog,
  reasonOf,
  sealedExport,
  VitrineError,
  type AuditEntry,
  type SealedAuditLog,
} from "@vitrine/bridge";
import { ApiError } from "../api-error.ts";
import { StartupError } from "../startup-error.ts";
import type { RecordDatabase } from "./record-database.ts";
import { makePrivateFile } from "./private-file.ts";
import { entryFields, type RecordEvent } from "./record-entry.ts";
import { createRecordHeadFile } from "./record-head.ts";
import { recordDigest, recordSeal } from "./record-secrets.ts";
import { selectEntries, type RecordFilter } from "./record-selection.ts";
import type { RecordSettings } from "./record-settings.ts";
import { createRedaction } from "./redaction.ts";
import { startRetention } from "./retention.ts";
import { createSqlAuditStore } from "./sql-audit-store.ts";
import { lockDataDirectory } from "./writer-lock.ts";

/** The record of this host: every page's, in one chain, that nothing happens without. */
export interface HostRecord {
  /**
   * Writes events without their secrets, all or none; resolves when they are on disk.
   *
   * @throws ApiError 503 `audit-unavailable` when that is not possible (now); 409 `out-of-order` when they are not the
   * next step of their action.
   */
  append(events: readonly RecordEvent[]): Promise<void>;
  /** Calls `listener` with what was written, until the returned function is called. */
  subscribe(listener: (entries: readonly AuditEntry[]) => void): () => void;
  /** Whether there is an entry about this action. */
  knows(action: string): Promise<boolean>;
  /** The lines of an export, sealed; `verifyAuditLog` takes them. Throws as {@link append} does. */
  export(filter: RecordFilter): AsyncGenerator<string>;
  /** Writes the last checkpoint and lets go of the data directory. Closing twice is fine. */
  close(): Promise<void>;
}

export interface HostRecordOptions {
  /** The data directory. */
  readonly data: string;
  readonly settings: RecordSettings;
  /** Hears of failures that no caller caused. */
  readonly onError: (error: Error) => void;
  /** Opens the database file. Default: `openRecordDatabase`. */
  readonly openDatabase?: (file: string) => Promise<RecordDatabase>;
}

/**
 * Opens the record and makes this process its only writer. What an earlier run left open is `interrupted`.
 *
 * @throws StartupError with exit code 1 when another Vitrine writes it, or it is not what was written before.
 */
export async function openHostRecord({
  data,
  settings,
  onError,
  openDatabase,
}: HostRecordOptions): Promise<HostRecord> {
  const unlock = lockDataDirectory(data);
  try {
    const headFile = createRecordHeadFile(data);
    const file = join(data, "record.db");
    makePrivateFile(file);
    const store = createSqlAuditStore({
      file,
      head: await headFile.read(),
      ...(openDatabase && { openDatabase }),
    });
    const seal = recordSeal(data);
    const digestArguments = recordDigest(data);
    const redaction = createRedaction(settings.redact);
    const log = createAuditLog({ store, seal, writer: "Vitrine" });
    let headKept: Promise<unknown> = Promise.resolve();
    log.subscribe((entries) => {
      // Only now: a head that were ahead of the record would make it look cut off.
      const kept = headFile.keep(entries).catch((error: unknown) => onError(error as Error));
      headKept = Promise.all([headKept, kept]);
    });
    await start(log, file);
    await headKept;
    const retention = startRetention({ store, log, days: settings.retainDays, onError });
    let closing: Promise<void> | undefined;

    async function close(): Promise<void> {
      await retention.stop();
      await log.checkpoint("stop").catch((error: unknown) => onError(error as Error));
      await log.close();
      await headKept;
      unlock();
    }

    return {
      append: (events) =>
        available(file, () =>
          log.append(...events.map((event) => entryFields(event, redaction, digestArguments))),
        ),
      subscribe: log.subscribe,
      knows: (action) =>
        available(file, () =>
          store.withDatabase(async (database) => {
            const found = await database
              .selectFrom("entries")
              .select("seq")
              .where("subject", "=", action)
              .limit(1)
              .executeTakeFirst();
            return found !== undefined;
          }),
        ),
      async *export(filter) {
        const database = await available(file, () => store.withDatabase(async (opened) => opened));
        const lines = selectEntries(database, filter);
        yield* sealedExport(lines, {
          seal,
          ...(Object.keys(filter).length > 0 && { filter: { ...filter } }),
        });
      },
      close: () => (closing ??= close()),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The first checkpoint of this run; before it, recovery ends what the last run left open. */
async function start(log: SealedAuditLog, file: string): Promise<void> {
  try {
    await log.checkpoint("start");
  } catch (error) {
    await log.close();
    throw new StartupError(1, `The record cannot be opened: ${causeOf(error, file)}`, { cause: error });
  }
}

async function available<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VitrineError && error.code === "invalid-argument") {
      throw new ApiError(409, "out-of-order", error.message);
    }
    if (error instanceof VitrineError && error.code === "closed") {
      throw new ApiError(503, "audit-unavailable", "Vitrine is stopping: nothing is done any more.");
    }
    throw new ApiError(
      503,
      "audit-unavailable",
      `This was not done, because it cannot be recorded: ${causeOf(error, file)}`,
    );
  }
}

/** The store's own sentence; what the log says around it is for pages with a log of their own. */
function causeOf(error: unknown, file: string): string {
  const cause = error instanceof VitrineError ? error.cause : error;
  return cause === undefined ? `${file} cannot be used.` : reasonOf(cause);
}
