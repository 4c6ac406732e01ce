import { keyFingerprint } from "@vitrine/bridge";
import type { Subcommand } from "../command.ts";
import { dataDirectory } from "../data-directory.ts";
import { parseOptions } from "../parse-options.ts";
import { openStoredRecord } from "../record/stored-record.ts";
import { refuseSurplus } from "./refuse-surplus.ts";

/** Prints the public key, and its fingerprint on a line of its own. */
export const auditKey: Subcommand = async (args, surroundings) => {
  const options = { data: { type: "string" } } as const;
  const { values, positionals } = parseOptions(args, options);
  refuseSurplus(positionals, 0);
  const record = openStoredRecord(dataDirectory(values.data, surroundings));
  const { key } = record.seal;
  surroundings.out(`${key}\n${await keyFingerprint(key)}\n`);
  await record.close();
  return 0;
};
