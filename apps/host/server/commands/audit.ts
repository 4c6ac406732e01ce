import type { Subcommand } from "../command.ts";
import { nearestName } from "../nearest-name.ts";
import { StartupError } from "../startup-error.ts";
import { auditExport } from "./audit-export.ts";
import { auditKey } from "./audit-key.ts";
import { auditTail } from "./audit-tail.ts";
import { auditVerify } from "./audit-verify.ts";

const USAGE = `Usage: vitrine audit verify [FILE] [--data DIR] [--key FILE|KEY]
       vitrine audit export [--data DIR] [--since TIME] [--until TIME] [--server NAME] [--tool GLOB] [--out FILE]
       vitrine audit tail [--data DIR] [-n N] [--follow] [--json]
       vitrine audit key [--data DIR]

  verify   checks an exported record, or without FILE the one in the data directory; names the entry that is wrong
  export   gives the record out; what a filter leaves out stands in it as its digest
  tail     prints the last entries (10, or N)
  key      prints the public key that signs the record, and its fingerprint

  --data DIR   the data directory of the host (default: the host's own default)
  --key        the public key that must have signed: itself, or a file that "vitrine audit key" was written to
  TIME         as in 2026-01-26T12:00:00Z

Exit codes: 0 all is well, 1 a problem was found, 2 the command cannot be understood.
`;

const COMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["verify", auditVerify],
  ["export", auditExport],
  ["tail", auditTail],
  ["key", auditKey],
]);

/** `vitrine audit …`: reads the record beside a running host, and never writes it. */
export const audit: Subcommand = async (args, surroundings) => {
  const [name = "", ...rest] = args;
  if (name === "--help" || name === "-h" || rest.includes("--help") || rest.includes("-h")) {
    surroundings.out(USAGE);
    return 0;
  }
  const command = COMMANDS.get(name);
  if (command !== undefined) return command(rest, surroundings);
  const nearest = nearestName(name, [...COMMANDS.keys()]);
  const mend = nearest === undefined ? "use verify, export, tail or key" : `did you mean ${nearest}?`;
  throw new StartupError(2, name === "" ? USAGE.trimEnd() : `Unknown command "audit ${name}": ${mend}`);
};
