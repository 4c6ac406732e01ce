import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { ServerUnderTest } from "./vitrine.ts";
import type { Upstream, UpstreamListener } from "./upstream.ts";

/** How long a server may take to end once its input has ended, before it is killed. */
const END_MS = 2000;
/** Characters of the server's own words that are kept to explain its end. */
const TAIL = 2000;

type Command = Extract<ServerUnderTest, { readonly command: string }>;

/** Starts a server that speaks over stdio, in a process group of its own. */
export async function startStdio(
  { command, args = [], env, inherit, cwd }: Command,
  { onMessage, onEnded }: UpstreamListener,
): Promise<Upstream> {
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited(inherit), ...env },
    // A group of its own, so that what it starts (npx starts a shell that starts the server) ends with it.
    detached: process.platform !== "win32",
    stdio: "pipe",
  });
  // A process that ends with messages unread breaks the pipe; its end is told below.
  child.stdin.on("error", () => {});
  const failed = new Promise<never>((_resolve, reject) => {
    child.once("error", (error) => {
      reject(new Error(`The server under test could not be started by "${command}": ${error.message}.`));
    });
  });
  await Promise.race([once(child, "spawn"), failed]);
  // Nobody can say good-bye to the server when the tests' process ends.
  const killAtExit = (): void => kill(child);
  process.once("exit", killAtExit);

  let said = "";
  const keep = (text: string): void => void (said = (said + text).slice(-TAIL));
  child.stderr.setEncoding("utf8").on("data", keep);
  createInterface({ input: child.stdout, crlfDelay: Infinity }).on("line", (line) => {
    if (isMessage(line)) onMessage(line);
    // What servers print to the wrong stream.
    else keep(`${line}\n`);
  });
  const exit = async (): Promise<void> => {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    process.off("exit", killAtExit);
    kill(child);
    const words = said.trim().split("\n").slice(-5).join("\n");
    const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    // Arguments may hold a token.
    onEnded(`The server under test ("${command}") ${end}${words === "" ? "." : `; it said: ${words}`}`);
  };
  const exited = exit();

  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    child.stdin.end();
    const insist = setTimeout(() => kill(child), END_MS);
    await exited.finally(() => clearTimeout(insist));
  };
  return {
    send(line) {
      child.stdin.write(`${line}\n`);
      return Promise.resolve();
    },
    close: () => (closing ??= end()),
  };
}

/** These names of the environment, where they are set; all of it without names. */
function inherited(names: readonly string[] = Object.keys(process.env)): NodeJS.ProcessEnv {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function isMessage(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "jsonrpc" in value;
  } catch {
    return false;
  }
}

function kill(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It is over, with everything that it started.
  }
}
