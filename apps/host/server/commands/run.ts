import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Command, CommandEnvironment } from "../command-line.ts";
import { defaultConfig, readConfig, type Config } from "../config.ts";
import { openBrowser } from "../open-browser.ts";
import { shownUrl } from "../server-identity.ts";
import { start, type RunningHost } from "../start.ts";
import { StartupError } from "../startup-error.ts";
import { lockFileOf, readTemplateLock } from "../template-lock.ts";

/** What the process around the web app knows. */
export interface RunSurroundings {
  readonly version: string;
  /** Where the caller stands: relative paths of the config start here. */
  readonly directory: string;
  readonly env: CommandEnvironment;
}

/** Runs the web app until a signal ends it. Throws a {@link StartupError} when it cannot start. */
export async function run(
  command: Extract<Command, { kind: "run" }>,
  { version, directory, env }: RunSurroundings,
): Promise<void> {
  const token = readToken(env);
  const demo = command.config === undefined ? await startDemo() : undefined;
  const config = demo?.config ?? readConfig({ file: command.config!, directory, env });
  const lock = command.config === undefined ? undefined : await readTemplateLock(lockFileOf(command.config));
  for (const warning of config.warnings) console.error(warning);
  const host = await start({
    ...command,
    version,
    token,
    config,
    lock: lock ?? [],
    web: fileURLToPath(new URL("../../web/", import.meta.url)),
    onError: (error) => console.error(error),
  });
  endOnSignal(host, demo);
  console.log(`Vitrine is ready at ${host.origin}`);
  if (command.open) openBrowser(host.origin, env);
}

function readToken(env: CommandEnvironment): string {
  const token = env["VITRINE_TOKEN"];
  if (token === undefined) return randomBytes(32).toString("base64url");
  // What a bearer token may be (RFC 6750); it is written into the page and into headers as it is.
  if (/^[\w.~+/-]+=*$/.test(token)) return token;
  throw new StartupError(
    2,
    "VITRINE_TOKEN must be letters, digits and -._~+/ only: set another one, or unset it.",
  );
}

interface Demo {
  readonly config: Config;
  close(): Promise<void>;
}

/** Starts the demo server in this process, so that there is something to see without a config file. */
async function startDemo(): Promise<Demo> {
  const { startDemoServer } = await import("@vitrine/demo-server");
  const server = await startDemoServer({ port: 0 });
  const url = new URL(server.url);
  const shop = {
    name: "shop",
    transport: "http",
    source: "config",
    templates: defaultConfig.templates,
    // Its port is another one at each start, and what was approved shall stay so.
    identity: "vitrine:demo-server",
    address: shownUrl(url),
    url,
    headers: {},
    reach: ["loopback"],
  } as const;
  return { config: { ...defaultConfig, servers: [shop] }, close: () => server.close() };
}

function endOnSignal(host: RunningHost, demo: Demo | undefined): void {
  let ending = false;
  const end = (): void => {
    if (ending) {
      host.kill();
      process.exit(1);
    }
    ending = true;
    void Promise.all([host.close(), demo?.close()]).then(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}
