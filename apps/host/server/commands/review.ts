import { resolve } from "node:path";
import type { Subcommand } from "../command.ts";
import { chosenServers } from "../chosen-servers.ts";
import { readConfig } from "../config.ts";
import type { LockChange } from "../lock-changes.ts";
import { parseOptions } from "../parse-options.ts";
import { readTemplates, type ReadServer } from "../read-templates.ts";
import { StartupError } from "../startup-error.ts";
import { lockFileOf } from "../template-lock.ts";
import { terminalText } from "../terminal-text.ts";
import { changesInWords, compareWithLock, updateLock } from "./review-lock.ts";
import { reviewWords } from "./review-words.ts";

const USAGE = `Usage: vitrine review --config FILE [options] [SERVER…]

Reads the templates of the servers in the config file, or of those that are named, and says what a review finds.
Nothing of them is run.

  --config FILE   the config file; the lock file is the vitrine.lock.json beside it
  --lock          compare with the lock file instead, and say what differs
  --update        write the lock file: look at the changes before you commit it
  --json          answer as JSON

What the review finds and what to do about it: docs/review-rules.md.

Exit codes: 0 all is well, 1 something blocks, differs or cannot be read, 2 the command cannot be understood.
`;

const options = {
  config: { type: "string" },
  lock: { type: "boolean" },
  update: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** `vitrine review`: reviews templates without a page, and holds them against those that a team locked. */
export const review: Subcommand = async (args, surroundings) => {
  const { env, directory, out, err, signal } = surroundings;
  const { values, positionals } = parseOptions(args, options);
  if (values.help) return (out(USAGE), 0);
  if (values.config === undefined) {
    throw new StartupError(2, "Write: vitrine review --config FILE; see vitrine review --help.");
  }
  if (values.lock && values.update) {
    throw new StartupError(2, "--lock compares and --update writes: use one of them.");
  }
  const configFile = resolve(directory, values.config);
  const config = readConfig({ file: configFile, directory, env });
  for (const warning of config.warnings) err(`${warning}\n`);

  const read = await readTemplates(chosenServers(config.servers, positionals), config, signal);
  const lock = {
    file: lockFileOf(configFile),
    read,
    asked: positionals.length > 0 ? positionals : undefined,
  };
  const unread = read.flatMap(unreadOf);
  // Without all of them, the lock file would lose what could not be read.
  const changes =
    values.update && unread.length === 0
      ? await updateLock(lock, surroundings)
      : values.lock
        ? await compareWithLock(lock)
        : undefined;

  if (values.json) out(`${JSON.stringify(inJson(read, unread, changes), undefined, 2)}\n`);
  else if (changes === undefined) out(read.map(reviewWords).join(""));
  else out(changes.length === 0 ? "The templates are those of the lock file.\n" : changesInWords(changes));
  for (const { server, reason } of unread) err(`${terminalText(`${server}: ${reason}`)}\n`);
  if (unread.length > 0) {
    if (values.update) err("The lock file was not written: every template has to be read for it.\n");
    return 1;
  }
  if (values.update) return 0;
  const stands = values.lock ? changes?.length === 0 : !read.some(isBlocked);
  return stands ? 0 : 1;
};

interface Unread {
  readonly server: string;
  readonly reason: string;
}

/** A server that could not be reached, and templates of it that could not be read. */
function unreadOf(read: ReadServer): readonly Unread[] {
  const { server } = read;
  if ("failure" in read) return [{ server, reason: read.failure }];
  return read.templates.flatMap(({ state, reason }) => (state === "failed" ? [{ server, reason }] : []));
}

function isBlocked(read: ReadServer): boolean {
  if ("failure" in read) return true;
  return read.templates.some(
    ({ state, findings }) => state === "blocked" || findings.some(({ severity }) => severity === "blocking"),
  );
}

function inJson(
  read: readonly ReadServer[],
  unread: readonly Unread[],
  changes: readonly LockChange[] | undefined,
): object {
  const templates = read.flatMap((one) =>
    "failure" in one
      ? []
      : one.templates.flatMap(({ uri, tools, template, findings }) =>
          template ? [{ server: one.server, uri, tools, digest: template.digest, findings }] : [],
        ),
  );
  return { templates, unread, ...(changes && { changes }) };
}
