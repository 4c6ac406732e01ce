import { createReadStream, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf, verifyAuditLog, VitrineError, type AuditVerification } from "@vitrine/bridge";
import type { Subcommand } from "../command.ts";
import { dataDirectory } from "../data-directory.ts";
import { parseOptions } from "../parse-options.ts";
import { openStoredRecord } from "../record/stored-record.ts";
import { StartupError } from "../startup-error.ts";
import { terminalText } from "../terminal-text.ts";
import { refuseSurplus } from "./refuse-surplus.ts";

const options = { data: { type: "string" }, key: { type: "string" } } as const;

/** Says of a record whether it stands, and by whose signature; or which entry does not. */
export const auditVerify: Subcommand = async (args, surroundings) => {
  const { values, positionals } = parseOptions(args, options);
  refuseSurplus(positionals, 1);
  const [file] = positionals;
  if (file !== undefined && values.data !== undefined) {
    throw new StartupError(2, "Give a FILE or --data DIR, not both.");
  }
  const key = readKey(values.key, surroundings.directory);
  const result = await (file === undefined
    ? verifyStored(dataDirectory(values.data, surroundings), key)
    : verifyFile(resolve(surroundings.directory, file), key));
  surroundings.out(`${report(result).map(terminalText).join("\n")}\n`);
  return result.ok ? 0 : 1;
};

async function verifyFile(file: string, key: string | undefined): Promise<AuditVerification> {
  try {
    return await verifyAuditLog(createReadStream(file), {
      sealed: true,
      ...(key === undefined ? {} : { key }),
    });
  } catch (error) {
    if (error instanceof VitrineError) throw new StartupError(2, error.message, { cause: error });
    throw new StartupError(2, `${file} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Against the directory's own key, unless the caller names another. */
async function verifyStored(data: string, key: string | undefined): Promise<AuditVerification> {
  const record = openStoredRecord(data);
  try {
    const result = await verifyAuditLog(record.export({}), { sealed: true, key: key ?? record.seal.key });
    const cutOff = result.ok ? await record.cutOff() : undefined;
    if (cutOff === undefined) return result;
    return { ok: false, entries: result.entries, problem: { line: result.entries, ...cutOff } };
  } finally {
    await record.close();
  }
}

const KEY = /(?<![\w-])[\w-]{43}(?![\w-])/;

/** The key that `--key` gives: itself, or the first one in a file. */
function readKey(given: string | undefined, directory: string): string | undefined {
  if (given === undefined) return undefined;
  const file = resolve(directory, given);
  const text = existsSync(file) ? readFileSync(file, "utf8") : given;
  const key = KEY.exec(text)?.[0];
  if (key !== undefined) return key;
  throw new StartupError(
    2,
    `--key ${given} is neither a public key nor a file with one: write one with "vitrine audit key".`,
  );
}

function report(result: AuditVerification): readonly string[] {
  if (!result.ok) {
    const { chain, seq, line, why } = result.problem;
    const where = seq === null ? `line ${line}` : `entry ${seq} of chain ${chain} (line ${line})`;
    return [`Broken at ${where}: ${why}.`];
  }
  const { chains, key } = result;
  return [
    `Verified: ${result.entries} lines, ${chains.length === 1 ? "one chain" : `${chains.length} chains`}, none changed, missing or moved.`,
    ...chains.map(({ chain, entries, omitted, removed, checkpoints, sealed }) => {
      const facts = [
        `${entries - checkpoints} entries and ${checkpoints} checkpoints`,
        ...(omitted > 0 ? [`${omitted} left out by the filter ${JSON.stringify(sealed?.filter)}`] : []),
        ...(removed > 0 ? [`${removed} older removed by retention`] : []),
        ...(sealed === undefined ? [] : [`sealed ${sealed.at}`]),
      ];
      return `Chain ${chain}: ${facts.join(", ")}.`;
    }),
    ...(key === undefined
      ? []
      : [
          `Signed with the key ${key.fingerprint}${key.given ? "." : ', which the record itself names: compare it with "vitrine audit key", or give it with --key.'}`,
        ]),
  ];
}
