import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Grants } from "@vitrine/bridge";
import { z } from "zod";
import type { CommandSurroundings } from "../command.ts";
import { chosenServers } from "../chosen-servers.ts";
import { readConfig } from "../config.ts";
import { parseOptions } from "../parse-options.ts";
import type { ServerEntry } from "../server-entry.ts";
import { StartupError } from "../startup-error.ts";
import { INHERITED } from "../stdio-process.ts";
import type { AppChoice } from "./check-apps.ts";
import type { CheckedServer } from "./check-server.ts";

export const CHECK_USAGE = `Usage: vitrine check --config FILE [options] [SERVER…]
       vitrine check [options] URL
       vitrine check [options] -- COMMAND [ARGUMENT…]

Opens every app of a server in light and dark, at 1280 and 390 px, and says what is wrong with it: a report with
pictures (index.html) and one for programs (report.json).

  --config FILE          the config file that SERVER is in; without SERVER all of its servers are checked
  --report DIR           where the report is put (default vitrine-check)
  --fail-on LEVEL        what is a failure: error (default) or warning
  --tool NAME            opens this tool only; again for more
  --args TOOL='{…}'      what the tool is called with; again for more, or a JSON file with an object by tool.
                         Default: made from the tool's input schema
  --grant WHAT           grants what no declaration can: eval, or a declared domain of this machine or its network
                         such as http://localhost:3000; again for more
  --deny                 says no to what Views ask; without it, yes to all but tools that claim destructiveHint
  --offline              lets no View reach another host than this machine, and says what it tried
  --browser PATH         the Chromium to use; also PLAYWRIGHT_CHROMIUM. Default: Playwright's, else an installed one

The tools are called, so use a server whose data may change. What each finding means: docs/check.md.

Exit codes: 0 all is well, 1 there are findings, 2 something could not be checked.
`;

/** What the caller of `vitrine check` asked for. */
export interface CheckRequest {
  readonly servers: readonly CheckedServer[];
  readonly choice: AppChoice;
  /** As it was written: relative to where the caller stands. */
  readonly report: string;
  readonly failOn: "error" | "warning";
  readonly browser: string | undefined;
  readonly offline: boolean;
  readonly grants: Grants;
  readonly deny: boolean;
  readonly warnings: readonly string[];
}

const options = {
  config: { type: "string" },
  report: { type: "string" },
  "fail-on": { type: "string" },
  tool: { type: "string", multiple: true },
  args: { type: "string", multiple: true },
  grant: { type: "string", multiple: true },
  deny: { type: "boolean" },
  offline: { type: "boolean" },
  browser: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const argumentsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Parses the arguments. Throws a {@link StartupError} with exit code 2 for what cannot be understood. */
export function readCheckRequest(
  args: readonly string[],
  { directory, env }: Pick<CommandSurroundings, "directory" | "env">,
): CheckRequest | "help" {
  const dashes = args.indexOf("--");
  const [own, command] = dashes < 0 ? [args, []] : [args.slice(0, dashes), args.slice(dashes + 1)];
  const { values, positionals } = parseOptions(own, options);
  if (values.help) return "help";
  const failOn = values["fail-on"] ?? "error";
  if (failOn !== "error" && failOn !== "warning") {
    throw new StartupError(2, `--fail-on takes error or warning, not "${failOn}".`);
  }
  const config = values.config === undefined ? undefined : resolve(directory, values.config);
  return {
    ...serversOf({ command, positionals, config }, { directory, env }),
    choice: { tools: values.tool ?? [], args: readArguments(values.args ?? [], directory) },
    report: values.report ?? "vitrine-check",
    failOn,
    browser: values.browser === undefined ? undefined : resolve(directory, values.browser),
    offline: values.offline === true,
    grants: grantsOf(values.grant ?? []),
    deny: values.deny === true,
  };
}

interface Named {
  /** What stood after `--`. */
  readonly command: readonly string[];
  readonly positionals: readonly string[];
  readonly config: string | undefined;
}

function serversOf(
  { command: [program, ...args], positionals, config }: Named,
  { directory, env }: Pick<CommandSurroundings, "directory" | "env">,
): Pick<CheckRequest, "servers" | "warnings"> {
  const [first, ...others] = positionals;
  const isUrl = first !== undefined && /^https?:\/\//.test(first);
  const ways = [program !== undefined, isUrl, config !== undefined].filter(Boolean).length;
  if (ways !== 1) {
    throw new StartupError(
      2,
      ways === 0
        ? "Name the server: vitrine check --config FILE [SERVER…], vitrine check URL, or vitrine check -- COMMAND [ARGUMENT…]."
        : "Name the server in one way: by --config, by a URL, or by a command after --.",
    );
  }
  if (program !== undefined) {
    if (first !== undefined) throw new StartupError(2, `Unexpected argument "${first}": see --help.`);
    const server = { command: program, args, cwd: directory };
    // Arguments may hold secrets, and reports are handed around.
    return { servers: [{ name: program, server }], warnings: [] };
  }
  if (isUrl) {
    if (others[0] !== undefined) throw new StartupError(2, `Unexpected argument "${others[0]}": see --help.`);
    if (!URL.canParse(first)) throw new StartupError(2, `${first} is not a URL.`);
    const { origin, pathname } = new URL(first);
    return { servers: [{ name: origin + pathname, server: { url: first } }], warnings: [] };
  }
  const { servers, warnings } = readConfig({ file: config!, directory, env });
  return { servers: chosenServers(servers, positionals).map(checkedServer), warnings };
}

function checkedServer(entry: ServerEntry): CheckedServer {
  const { name } = entry;
  if (entry.transport === "http") return { name, server: { url: entry.url.href, headers: entry.headers } };
  const { command, args, env, cwd } = entry;
  return { name, server: { command, args, env, inherit: INHERITED, cwd } };
}

function grantsOf(written: readonly string[]): Grants {
  const localDomains = written.filter((one) => one !== "eval");
  const stray = localDomains.find((one) => !/^(https?|wss?):\/\//.test(one));
  if (stray !== undefined) {
    throw new StartupError(
      2,
      `--grant takes eval, or a domain such as http://localhost:3000, not "${stray}".`,
    );
  }
  return {
    ...(localDomains.length < written.length && { unsafeEval: true }),
    ...(localDomains.length > 0 && { localDomains }),
  };
}

/** `TOOL={…}`, or a file that has them all. */
function readArguments(written: readonly string[], directory: string): AppChoice["args"] {
  return Object.fromEntries(written.flatMap((one) => Object.entries(readOneArguments(one, directory))));
}

function readOneArguments(written: string, directory: string): AppChoice["args"] {
  const [, tool, json] = /^([^=]+)=(\s*\{.*)$/su.exec(written) ?? [];
  if (tool !== undefined && json !== undefined) {
    const parsed = argumentsSchema.safeParse({ [tool]: parseJson(json, `--args ${tool}`) });
    if (parsed.success) return parsed.data;
    throw new StartupError(2, `--args ${tool} must be a JSON object such as ${tool}='{"id": 1}'.`);
  }
  const file = resolve(directory, written);
  if (!existsSync(file)) {
    throw new StartupError(2, `--args takes TOOL='{…}' or a JSON file, and there is no file ${file}.`);
  }
  const parsed = argumentsSchema.safeParse(parseJson(readFileSync(file, "utf8"), file));
  if (parsed.success) return parsed.data;
  throw new StartupError(
    2,
    `${file} must hold an object of arguments by tool: {"show_basket": {"basket_id": "b1"}}.`,
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartupError(2, `${where} is no valid JSON: ${(error as Error).message}.`, { cause: error });
  }
}
