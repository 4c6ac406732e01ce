import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { StartupError } from "../startup-error.ts";

/**
 * Makes sure that there is such a file, which nobody but its owner may read, in a directory that is as private when
 * it has to be made.
 *
 * @throws StartupError with exit code 1 when it cannot be made.
 */
export function makePrivateFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new StartupError(1, `${file} cannot be made: ${(error as Error).message}.`, { cause: error });
  }
}

/**
 * The bytes of a private file, which `make` gives once and for all.
 *
 * @throws StartupError with exit code 1 when it can be neither read nor made.
 */
export function keptSecret(file: string, make: () => string | Uint8Array): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unreadable(file, error);
  }
  const secret = Buffer.from(make());
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Exclusively: two starts at once must not sign with two keys.
    const handle = openSync(file, "wx", 0o600);
    try {
      writeSync(handle, secret);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return secret;
}

function unreadable(file: string, error: unknown): StartupError {
  return new StartupError(1, `${file} cannot be used: ${(error as Error).message}.`, { cause: error });
}
