import { spawn } from "node:child_process";
import { once } from "node:events";
import { ApiError } from "./api-error.ts";
import { readLines } from "./lines.ts";
import type { StdioServer } from "./server-entry.ts";

/** One running process of a stdio server. */
export interface StdioProcess {
  /**
   * Writes one message, a line of JSON. Does not wait for the process to read it.
   * Throws an {@link ApiError} when too much lies unread already.
   */
  write(line: string): void;
  /** Ends the process with everything it started: asks first, insists after `killAfterMs`. Resolves when it is over. */
  close(): Promise<void>;
  /** Ends it at once, without asking. */
  kill(): void;
}

export interface StdioProcessOptions {
  readonly server: StdioServer;
  /** Bytes of one line. */
  readonly maxLineBytes: number;
  /** Gets each message in order; the process is read on when the promise resolves. */
  readonly onMessage: (message: unknown) => Promise<void>;
  /** Called once, after the last message, with a sentence that says why. */
  readonly onClosed: (reason: string) => void;
  /** Default 3 seconds. */
  readonly killAfterMs?: number;
}

/** Characters of the process's own words that are kept to explain its end. */
const TAIL = 2000;
/** Bytes that may wait for a process that does not read. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
/** How long output may still arrive after the end, when something outside the group holds the pipe open. */
const DRAIN_MS = 1000;
/** What a server sees of our environment. Tokens and database URLs in it are not for servers to read. */
export const INHERITED: readonly string[] = [
  "HOME",
  "LANG",
  "LC_ALL",
  "LOGNAME",
  "PATH",
  "SHELL",
  "TERM",
  "TMPDIR",
  "TZ",
  "USER",
];

/** Starts a process in a group of its own. Throws an {@link ApiError} when it cannot be started. */
export async function startStdioProcess(options: StdioProcessOptions): Promise<StdioProcess> {
  const { server, killAfterMs = 3000 } = options;
  const child = spawn(server.command, server.args, {
    cwd: server.cwd,
    env: { ...inheritedEnvironment(), ...server.env },
    // A group of its own, so that what it starts (npx starts a shell that starts the server) ends with it.
    detached: true,
    stdio: "pipe",
  });
  let said = "";
  const note = (text: string): void => void (said = (said + text).slice(-TAIL));
  child.stderr.setEncoding("utf8").on("data", note);
  // A process that ends with messages unread breaks the pipe; its end is told below.
  child.stdin.on("error", () => {});
  child.on("error", (error) => note(error.message));
  try {
    await once(child, "spawn");
  } catch (error) {
    throw new ApiError(502, "spawn-failed", describeSpawnFailure(server, error as NodeJS.ErrnoException));
  }

  const group = -child.pid!;
  /** Its id may belong to somebody else once the process is over. */
  function signalRunning(signal: NodeJS.Signals): void {
    if (child.exitCode === null && child.signalCode === null) signalGroup(group, signal);
  }

  async function exit(): Promise<string> {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    // What the process left behind in its group would otherwise live on and hold its output open.
    signalGroup(group, "SIGKILL");
    const output = [child.stdout, child.stderr];
    setTimeout(() => output.forEach((stream) => stream.destroy()), DRAIN_MS).unref();
    return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  }
  const exited = exit();
  // Later than the exit: its last words have been read then.
  const silent = once(child, "close");

  async function read(): Promise<void> {
    for await (const line of readLines(child.stdout, options.maxLineBytes)) {
      const message = parseMessage(line);
      if (message === undefined) note(`${line.slice(0, 200)}\n`);
      else await options.onMessage(message);
    }
  }

  async function tellEnd(): Promise<void> {
    let failure: string | undefined;
    try {
      await read();
    } catch (error) {
      if (error instanceof RangeError) failure = `sent ${error.message}`;
      signalRunning("SIGKILL");
    }
    const end = await exited;
    await silent;
    const last = said.trim().split("\n").slice(-5).join(" ").trim();
    options.onClosed(`${server.name} ${failure ?? end}${last === "" ? "." : `; it said: ${last}`}`);
  }
  void tellEnd();

  return {
    write(line) {
      // Waiting for it would keep the page's request open, and a browser has six of those.
      if (child.stdin.writableLength > MAX_UNREAD_BYTES) {
        throw new ApiError(429, "not-reading", `${server.name} does not read what it is sent: reconnect it.`);
      }
      child.stdin.write(`${line}\n`);
    },
    async close() {
      child.stdin.end();
      signalRunning("SIGTERM");
      const insist = setTimeout(() => signalRunning("SIGKILL"), killAfterMs);
      await exited.finally(() => clearTimeout(insist));
    },
    kill: () => signalRunning("SIGKILL"),
  };
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** A JSON-RPC message, or `undefined` for what servers print to the wrong stream. */
function parseMessage(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "jsonrpc" in value ? value : undefined;
  } catch {
    return undefined;
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch {
    // The group is empty already.
  }
}

function describeSpawnFailure(server: StdioServer, error: NodeJS.ErrnoException): string {
  // The system says ENOENT for a missing directory as well.
  if (error.code === "ENOENT") {
    return `${server.name} could not be started: there is no command "${server.command}", or no directory ${server.cwd}.`;
  }
  return `${server.name} could not be started: ${error.message}.`;
}
