import { homedir } from "node:os";
import { resolve } from "node:path";

/** What decides where relative paths and the default data directory are. */
export interface DataSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the caller stands. */
  readonly directory: string;
}

/** The directory that `--data` names; without it `$XDG_DATA_HOME/vitrine` or `~/.local/share/vitrine`. */
export function dataDirectory(given: string | undefined, { env, directory }: DataSurroundings): string {
  if (given !== undefined) return resolve(directory, given);
  // A relative XDG_DATA_HOME is to be ignored (XDG Base Directory Specification).
  const base = env["XDG_DATA_HOME"]?.startsWith("/")
    ? env["XDG_DATA_HOME"]
    : resolve(homedir(), ".local/share");
  return resolve(base, "vitrine");
}
