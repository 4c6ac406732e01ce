import Database from "libsql";
import { join } from "node:path";
import { StartupError } from "../startup-error.ts";
import { makePrivateFile } from "./private-file.ts";

/**
 * Makes this process the one writer of a data directory, until the returned function is called or the process ends,
 * however it ends: the lock is the operating system's, held by an exclusive transaction on a database of its own, so
 * that the record itself stays readable for others.
 *
 * @throws StartupError with exit code 1 when another Vitrine has it.
 */
export function lockDataDirectory(data: string): () => void {
  const file = join(data, "record.lock");
  makePrivateFile(file);
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { readonly code?: string }).code !== "SQLITE_BUSY") {
      throw new StartupError(1, `${file} cannot be locked: ${(error as Error).message}.`, { cause: error });
    }
    throw new StartupError(
      1,
      `Another Vitrine runs with the data directory ${data}: end it, or give this one its own with --data DIR.`,
    );
  }
  return () => database.close();
}
