#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseCommandLine, USAGE } from "./command-line.ts";
import { run } from "./commands/run.ts";
import { subcommands } from "./commands/subcommands.ts";
import { StartupError } from "./startup-error.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
// npm runs scripts in the package's directory and says in INIT_CWD where the caller stood.
const directory = process.env["INIT_CWD"] ?? process.cwd();

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}

async function main(args: readonly string[]): Promise<void> {
  const subcommand = subcommands.get(args[0] ?? "");
  if (subcommand !== undefined) {
    const ended = new AbortController();
    process.once("SIGINT", () => ended.abort());
    process.once("SIGTERM", () => ended.abort());
    const command = await subcommand.load();
    process.exitCode = await command(args.slice(1), {
      env: process.env,
      directory,
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      signal: ended.signal,
    });
    return;
  }
  const command = parseCommandLine(args, process.env, process.cwd());
  switch (command.kind) {
    case "help":
      return void process.stdout.write(USAGE);
    case "version":
      return void process.stdout.write(`${version}\n`);
    case "run":
      return run(command, { version, directory, env: process.env });
  }
}
