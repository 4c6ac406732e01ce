import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../", import.meta.url));

/** Where the scripts remember what they did; a new installation forgets it. */
export const memory = fileURLToPath(new URL("../node_modules/.cache/vitrine/", import.meta.url));

/** Stops the preparation. `message` is one sentence. */
export class PreparationError extends Error {}

/** Says what is done now. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program, by default at the root, and resolves when it succeeded. What it prints is shown only when it fails.
 * Throws a {@link PreparationError} that starts with `failure`.
 */
export async function run(program, args, failure, { cwd = root, timeout = 15 * 60_000 } = {}) {
  const printed = [];
  const code = await new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
    child.on("error", (error) => resolve(error.message));
    child.on("close", (status, signal) => resolve(status ?? signal));
  });
  if (code === 0) return;
  process.stderr.write(Buffer.concat(printed));
  throw new PreparationError(`${failure} (${code}); its own words are above.`);
}

/** Runs npm: the one that runs this script, if it is one. */
export function runNpm(args, failure, options) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith("npm-cli.js")
    ? run(process.execPath, [npm, ...args], failure, options)
    : run("npm", args, failure, options);
}
