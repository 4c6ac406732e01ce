import { statSync } from "node:fs";
import type { RecordDatabase } from "./record-database.ts";

/** The database file of the record, as long as it is the one that was opened. */
export interface RecordFile {
  /**
   * Does `work` with the database.
   *
   * @throws Error with a sentence that says what is wrong with the file and how to mend it.
   */
  withDatabase<T>(work: (database: RecordDatabase) => Promise<T>): Promise<T>;
  /** Closing twice is fine. */
  close(): void;
}

export interface RecordFileOptions {
  readonly file: string;
  readonly open: (file: string) => Promise<RecordDatabase>;
  /** May refuse what it finds. Called for each connection. */
  readonly onOpen: (database: RecordDatabase) => Promise<void>;
}

interface Connection {
  readonly database: RecordDatabase;
  /** The write-ahead log that this connection writes to. */
  readonly log: string | undefined;
}

/** Takes the file at the first use; it must exist. */
export function createRecordFile({ file, open, onOpen }: RecordFileOptions): RecordFile {
  let first: string | undefined;
  let opened: Promise<Connection> | undefined;

  async function connect(): Promise<Connection> {
    const database = await open(file);
    try {
      await onOpen(database);
      return { database, log: inodeOf(`${file}-wal`) };
    } catch (error) {
      await database.destroy();
      throw error;
    }
  }

  function close(): void {
    const closing = opened;
    opened = undefined;
    closing?.then(
      ({ database }) => void database.destroy(),
      () => {},
    );
  }

  async function current(): Promise<RecordDatabase> {
    const inode = inodeOf(file);
    if (inode === undefined) throw new Error(`${file} is gone: put it back.`);
    // What is written to a file that lost its name is found by nobody, and one that took its place may be any.
    first ??= inode;
    if (inode !== first) {
      throw new Error(`${file} was replaced: put the file back that it was, or start Vitrine again.`);
    }
    const { database, log } = await (opened ??= connect());
    if (log !== undefined && inodeOf(`${file}-wal`) !== log) {
      throw new Error(`${file}-wal was taken away: put it back, or start Vitrine again.`);
    }
    return database;
  }

  return {
    async withDatabase(work) {
      try {
        return await work(await current());
      } catch (error) {
        // A statement that failed stays in the way of every commit of its connection.
        if (isFromDatabase(error)) close();
        throw new Error(describe(file, error as Error), { cause: error });
      }
    },
    close,
  };
}

function inodeOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

function isFromDatabase(error: unknown): error is Error & { readonly code: string } {
  return (error as { readonly code?: string }).code?.startsWith("SQLITE_") === true;
}

/** What a person can do about it. */
function describe(file: string, error: Error): string {
  if (!isFromDatabase(error)) return error.message;
  const { code, message } = error;
  if (code.startsWith("SQLITE_FULL")) return `The disk of ${file} is full: free some space.`;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return `${file} is locked by another program: end that program.`;
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return `${file} is damaged (${message}): put a backup in its place and start Vitrine again.`;
  }
  return `${file} cannot be used (${message}).`;
}
