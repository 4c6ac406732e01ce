import { resolve } from "node:path";
import { subcommands } from "./commands/subcommands.ts";
import { nearestName } from "./nearest-name.ts";
import { dataDirectory } from "./data-directory.ts";
import { parseOptions } from "./parse-options.ts";
import { StartupError } from "./startup-error.ts";

/** What the caller asked for. Paths are absolute. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | {
      readonly kind: "run";
      /** The config file; without one the demo server is started. */
      readonly config?: string;
      /** Port of the host origin; 0 takes any free one. Default 5180. */
      readonly port: number;
      /** Port of the sandbox origins; 0 takes any free one. Default 5181. */
      readonly sandboxPort: number;
      /** Directory of approvals and added servers. Default `$XDG_DATA_HOME/vitrine` or `~/.local/share/vitrine`. */
      readonly data: string;
      /** Whether a browser may be opened. */
      readonly open: boolean;
    };

const commandNames = [...subcommands].map(([name, { summary }]) => `  ${name.padEnd(20)} ${summary}`);

export const USAGE = `Usage: vitrine [options]
       vitrine <command> …

  --config FILE        the mcpServers to connect to; without it the demo server is started
  --port N             port of the web app (default 5180, 0 for any free one)
  --sandbox-port N     port of the sandbox origins (default 5181, 0 for any free one)
  --data DIR           where the record, approvals and added servers are kept
  --no-open            do not open a browser
  --help, --version

Commands, each with a --help of its own:
${commandNames.join("\n")}
`;

const options = {
  config: { type: "string" },
  port: { type: "string" },
  "sandbox-port": { type: "string" },
  data: { type: "string" },
  "no-open": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

/** Environment variables that decide where relative paths and the default data directory are. */
export type CommandEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the arguments after the program's name.
 * Throws a {@link StartupError} with exit code 2 for anything it does not know.
 */
export function parseCommandLine(args: readonly string[], env: CommandEnvironment, cwd: string): Command {
  const { values, positionals } = parseOptions(args, options);
  const [extra] = positionals;
  if (extra !== undefined) {
    const nearest = nearestName(extra, [...subcommands.keys()]);
    const mend =
      nearest === undefined ? "pass a config file as --config FILE." : `did you mean "${nearest}"?`;
    throw new StartupError(2, `Unexpected argument "${extra}": ${mend}`);
  }
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };

  // npm runs scripts in the package's directory and says in INIT_CWD where the caller stood.
  const directory = env["INIT_CWD"] ?? cwd;
  const port = parsePort("--port", values.port, 5180);
  const sandboxPort = parsePort("--sandbox-port", values["sandbox-port"], 5181);
  if (port === sandboxPort && port !== 0) {
    throw new StartupError(
      2,
      `--port and --sandbox-port are both ${port}: the sandbox needs a port of its own.`,
    );
  }
  return {
    kind: "run",
    ...(values.config !== undefined ? { config: resolve(directory, values.config) } : {}),
    port,
    sandboxPort,
    data: dataDirectory(values.data, { env, directory }),
    open: !values["no-open"],
  };
}

function parsePort(option: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (!(port <= 65_535))
    throw new StartupError(2, `${option} must be a number from 0 to 65535, not "${value}".`);
  return port;
}
