import Database from "libsql";
import { Kysely, sql, SqliteDialect } from "kysely";

/** The tables of the record. Lines are the record; the other columns repeat what they say, to find them by. */
export interface RecordTables {
  readonly entries: {
    readonly chain: string;
    readonly seq: number;
    readonly kind: string;
    /** What entries belong together by: the action, or the View, that this one is about. */
    readonly subject: string | null;
    readonly line: string;
  };
  readonly open_actions: {
    readonly chain: string;
    /** JSON: every action of the chain that is not finished. */
    readonly actions: string;
  };
}

/** The record, to be asked in SQL that SQLite and PostgreSQL both understand. */
export type RecordDatabase = Kysely<RecordTables>;

/** How long a write waits for another program's lock. The process waits with it, so not long. */
const BUSY_MS = 200;

/** Opens the record in `file`, which must exist (it may be empty). Throws what SQLite says when that is not possible. */
export async function openRecordDatabase(file: string): Promise<RecordDatabase> {
  const database = new Database(file, { timeout: BUSY_MS });
  try {
    database.pragma("journal_mode = WAL");
    // A commit returns when it is on disk; in WAL mode the default would be sooner.
    database.pragma("synchronous = FULL");
    // What retention removes is overwritten, not left in free pages.
    database.pragma("secure_delete = ON");
  } catch (error) {
    database.close();
    throw error;
  }
  const opened = new Kysely<RecordTables>({ dialect: new SqliteDialect({ database }) });
  try {
    await createTables(opened);
  } catch (error) {
    await opened.destroy();
    throw error;
  }
  return opened;
}

/** Opens the record in `file` beside the process that writes it. Throws when there is none. */
export function readRecordDatabase(file: string): RecordDatabase {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  return new Kysely<RecordTables>({ dialect: new SqliteDialect({ database }) });
}

/** Until the write-ahead log begins anew, what was deleted still stands in it. */
export async function emptyWriteAheadLog(database: RecordDatabase): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(database);
}

async function createTables(database: RecordDatabase): Promise<void> {
  await database.schema
    .createTable("entries")
    .ifNotExists()
    .addColumn("chain", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("subject", "text")
    .addColumn("line", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("entries_key", ["chain", "seq"])
    .execute();
  await database.schema
    .createIndex("entries_by_subject")
    .ifNotExists()
    .on("entries")
    .column("subject")
    .execute();
  await database.schema
    .createIndex("entries_by_kind")
    .ifNotExists()
    .on("entries")
    .columns(["chain", "kind", "seq"])
    .execute();
  await database.schema
    .createTable("open_actions")
    .ifNotExists()
    .addColumn("chain", "text", (column) => column.primaryKey())
    .addColumn("actions", "text", (column) => column.notNull())
    .execute();
}
