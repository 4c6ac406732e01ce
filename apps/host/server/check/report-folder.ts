import { constants } from "node:fs";
import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { StartupError } from "../startup-error.ts";
import { REPORT_MARK } from "./report-page.ts";

/**
 * Makes the folder of a report before there is one, so that nothing is checked in vain.
 * Throws a {@link StartupError} with exit code 2 where it cannot be written, or holds another's `index.html`.
 */
export async function makeReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const why = (error as Error).message;
    throw new StartupError(
      2,
      `The report cannot be put into ${folder} (${why}): name another by --report DIR.`,
      {
        cause: error,
      },
    );
  }
  const page = await readFile(join(folder, "index.html"), "utf8").catch(() => REPORT_MARK.markup);
  if (page.includes(REPORT_MARK.markup)) return;
  throw new StartupError(
    2,
    `${folder} has an index.html that is no report of this command: name another folder by --report DIR.`,
  );
}
