import { statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { StartupError } from "./startup-error.ts";

/** Who reads these can sign a record of their own, or try out what was redacted. */
const SECRET = ["record-key.pem", "record-salt"];

/** Who writes these decides what runs, or what is remembered of it. */
const OWN = [
  "record.db",
  "record.db-wal",
  "record-head.json",
  "record.lock",
  "approvals.json",
  "servers.json",
];

const WRITABLE_BY_OTHERS = 0o022;
const OPEN_TO_OTHERS = 0o077;

/**
 * Holds that nobody but this user can change what is in a data directory, or read its secrets. What is not there yet
 * is made so. Systems without user ids are not judged.
 *
 * @param user the user id that all must belong to. Default: this process's.
 * @throws StartupError with exit code 1 that names the first file that is not so, and the mend.
 */
export function refuseSharedData(data: string, user: number | undefined = process.geteuid?.()): void {
  if (user === undefined) return;
  judge(data, WRITABLE_BY_OTHERS);
  for (const name of SECRET) judge(join(data, name), OPEN_TO_OTHERS);
  for (const name of OWN) judge(join(data, name), WRITABLE_BY_OTHERS);

  function judge(file: string, forbidden: number): void {
    const found = statOf(file);
    if (found === undefined) return;
    if (found.uid !== user) {
      const mend = `run Vitrine as that user, use "chown" if it shall be yours, or name another directory with --data DIR`;
      throw new StartupError(1, `${file} belongs to another user (uid ${found.uid}): ${mend}.`);
    }
    if ((found.mode & forbidden) === 0) return;
    const [can, take] = forbidden === WRITABLE_BY_OTHERS ? ["change", "go-w"] : ["read or change", "go-rwx"];
    throw new StartupError(
      1,
      `Other users can ${can} ${file}: run "chmod ${take} ${file}", then start again.`,
    );
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new StartupError(1, `${file} cannot be looked at: ${(error as Error).message}.`, { cause: error });
  }
}
