import type { AuditEntry, AuditLine } from "@vitrine/bridge";
import { setTimeout as pause } from "node:timers/promises";
import type { Subcommand } from "../command.ts";
import { dataDirectory } from "../data-directory.ts";
import { parseOptions } from "../parse-options.ts";
import { createRecordTail } from "../record/record-tail.ts";
import { openStoredRecord } from "../record/stored-record.ts";
import { StartupError } from "../startup-error.ts";
import { terminalText } from "../terminal-text.ts";
import { entryWords } from "./entry-words.ts";
import { refuseSurplus } from "./refuse-surplus.ts";

const options = {
  data: { type: "string" },
  number: { type: "string", short: "n" },
  follow: { type: "boolean", short: "f" },
  json: { type: "boolean" },
} as const;

const POLL_MS = 300;

/** Prints the last entries, and with `--follow` those that come until a signal ends it. */
export const auditTail: Subcommand = async (args, surroundings) => {
  const { values, positionals } = parseOptions(args, options);
  refuseSurplus(positionals, 0);
  const amount = values.number ?? "10";
  if (!/^\d{1,6}$/.test(amount)) {
    throw new StartupError(2, `-n must be a number from 0 to 999999, not "${amount}".`);
  }
  const { out, signal } = surroundings;
  const record = openStoredRecord(dataDirectory(values.data, surroundings));
  const print = (lines: readonly AuditLine[]): void => {
    for (const { line } of lines) out(`${terminalText(values.json === true ? line : words(line))}\n`);
  };
  try {
    const tail = createRecordTail(record.database);
    print(await tail.last(Number(amount)));
    while (values.follow && !signal.aborted) {
      // The signal ends the wait as well; that is no error.
      await pause(POLL_MS, undefined, { signal }).catch(() => {});
      print(await tail.next());
    }
  } finally {
    await record.close();
  }
  return 0;
};

function words(line: string): string {
  try {
    return entryWords(JSON.parse(line) as AuditEntry);
  } catch {
    return `(a line that is no entry; verify the record) ${line}`;
  }
}
