import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { reasonOf } from "@vitrine/bridge";
import type { Subcommand } from "../command.ts";
import { dataDirectory } from "../data-directory.ts";
import { parseOptions } from "../parse-options.ts";
import { recordFilterSchema, type RecordFilter } from "../record/record-selection.ts";
import { openStoredRecord } from "../record/stored-record.ts";
import { StartupError } from "../startup-error.ts";
import { refuseSurplus } from "./refuse-surplus.ts";

const options = {
  data: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  server: { type: "string" },
  tool: { type: "string" },
  out: { type: "string" },
} as const;

/** Writes an export to a file that only its owner may read, or to standard output. */
export const auditExport: Subcommand = async (args, surroundings) => {
  const { values, positionals } = parseOptions(args, options);
  refuseSurplus(positionals, 0);
  const { data, out, ...wanted } = values;
  const filter = parseFilter(wanted);
  const record = openStoredRecord(dataDirectory(data, surroundings));
  try {
    if (out === undefined) for await (const line of record.export(filter)) surroundings.out(line);
    else await write(resolve(surroundings.directory, out), record.export(filter));
  } finally {
    await record.close();
  }
  return 0;
};

function parseFilter(wanted: object): RecordFilter {
  const parsed = recordFilterSchema.safeParse(wanted);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StartupError(2, `--${issue?.path.join(".")} ${issue?.message}.`);
}

async function write(file: string, lines: AsyncIterable<string>): Promise<void> {
  try {
    const handle = await open(file, "w", 0o600);
    try {
      for await (const line of lines) await handle.write(line);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new StartupError(1, `The export cannot be written to ${file}: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}
