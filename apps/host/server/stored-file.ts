import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { StartupError } from "./startup-error.ts";

/** A small JSON file that survives a crash in the middle of a change. */
export interface StoredFile<T> {
  /** The content; `initial` when there is no file yet. */
  read(): Promise<T>;
  /** Changes the content, one change after the other, and resolves when it is on disk. */
  change(next: (present: T) => T): Promise<void>;
}

/** Reads throw a {@link StartupError} with exit code 1 when the file is not what we wrote. */
export function createStoredFile<T>(options: {
  readonly file: string;
  readonly schema: z.ZodType<T>;
  readonly initial: T;
}): StoredFile<T> {
  const { file, schema, initial } = options;
  let last: Promise<void> = Promise.resolve();

  async function read(): Promise<T> {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return initial;
      throw new StartupError(1, `${file} cannot be read: ${(error as Error).message}.`, { cause: error });
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      throw new StartupError(1, `${file} is damaged: mend it, or move it away to start afresh.`, {
        cause: error,
      });
    }
  }

  async function write(value: T): Promise<void> {
    const directory = dirname(file);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}.new`;
    // Made anew, so that a link that somebody laid in its place is never written through.
    await rm(draft, { force: true });
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    // The rename itself is durable only when the directory is.
    const parent = await open(directory, "r");
    await parent.sync().finally(() => parent.close());
  }

  async function apply(before: Promise<void>, next: (present: T) => T): Promise<void> {
    await before;
    await write(next(await read()));
  }

  return {
    read,
    change(next) {
      const change = apply(last, next);
      last = change.catch(() => {});
      return change;
    },
  };
}
