import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { rewrite, type Guard } from "./rewrite.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUT = join(ROOT, "e2e/.unguarded");
const PACKAGES = ["packages/bridge", "apps/host"];
/** What their builds read of the rest of the repository. */
const FILES = ["tsconfig.base.json", "docs/review-rules.md"];
/** What no build reads. */
const NO_SOURCE = /^(dist|node_modules)$|\.tsbuildinfo$|\.(test|fixture|fixtures)\./;
/** Scripts that are shipped as text; the text is what runs. */
const INLINED = /^packages\/bridge\/src\/sandbox\/[\w-]+\.js$/;
const PRELOAD = "globalThis.unguarded = new Set((process.env.UNGUARDED ?? '').split(','));\n";

const run = promisify(execFile);

/** How to start the host whose guards can be switched off: `node …arguments`, names in the environment `UNGUARDED`. */
export const unguardedProgram: readonly string[] = [
  "--import",
  join(OUT, "preload.mjs"),
  join(OUT, "apps/host/dist/server/main.js"),
];

/** The address of a module of the library whose lines can be switched off: `globalThis.unguarded`, a set of names. */
export function unguardedModule(path: string): string {
  return pathToFileURL(join(OUT, "packages/bridge/dist", path)).href;
}

/**
 * Builds the shipped host, by its own build commands, from sources whose guards can be switched off: the server's by
 * `UNGUARDED` in its environment, those of a page by `globalThis.unguarded`, a set of names. Takes seconds, and
 * nothing when neither sources nor guards changed.
 */
export async function buildUnguarded(guards: readonly Guard[]): Promise<void> {
  const digest = digestOf(guards);
  const stamp = join(OUT, "stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  rmSync(OUT, { recursive: true, force: true });
  for (const name of PACKAGES) copyPackage(name);
  for (const name of FILES) cpSync(join(ROOT, name), join(OUT, name));
  mkdirSync(join(OUT, "node_modules/@vitrine"), { recursive: true });
  symlinkSync(join(OUT, "packages/bridge"), join(OUT, "node_modules/@vitrine/bridge"));
  for (const file of new Set(guards.map((guard) => guard.file))) {
    const rewritten = rewrite(
      readFileSync(join(ROOT, file), "utf8"),
      guards.filter((guard) => guard.file === file),
    );
    writeFileSync(join(OUT, file), rewritten);
    if (INLINED.test(file)) inline(file, rewritten);
  }
  writeFileSync(join(OUT, "preload.mjs"), PRELOAD);
  // The switches have no types, and the sources were checked where they come from.
  await Promise.all([
    tool("tsc", [
      "-p",
      "packages/bridge/tsconfig.build.json",
      "--noCheck",
      "--declaration",
      "false",
      "--declarationMap",
      "false",
    ]),
    tool("tsc", ["-p", "apps/host/server/tsconfig.build.json", "--noCheck"]),
    ...PACKAGES.map((name) => tool("vite", ["build", "--logLevel", "error"], name)),
  ]);
  writeFileSync(stamp, digest);
}

function copyPackage(name: string): void {
  cpSync(join(ROOT, name), join(OUT, name), {
    recursive: true,
    filter: (path) => !NO_SOURCE.test(basename(path)),
  });
  const own = join(ROOT, name, "node_modules");
  if (existsSync(own)) symlinkSync(own, join(OUT, name, "node_modules"));
}

/** Puts a rewritten script into the module that carries its text. */
function inline(file: string, script: string): void {
  const module = join(OUT, file.replace(/\.js$/, "-script.ts"));
  const constant = /export const (\w+)/.exec(readFileSync(module, "utf8"))?.[1];
  if (constant === undefined) throw new Error(`${module} carries no script.`);
  writeFileSync(module, `export const ${constant} = ${JSON.stringify(script)};\n`);
}

async function tool(name: string, args: readonly string[], folder = ""): Promise<void> {
  await run(join(ROOT, "node_modules/.bin", name), args, { cwd: join(OUT, folder) });
}

function digestOf(guards: readonly Guard[]): string {
  const hash = createHash("sha256")
    .update(JSON.stringify(guards))
    .update(readFileSync(fileURLToPath(import.meta.url)));
  const add = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (NO_SOURCE.test(entry.name)) continue;
      hash.update(entry.name);
      if (entry.isDirectory()) add(join(path, entry.name));
      else hash.update(readFileSync(join(path, entry.name)));
    }
  };
  for (const name of PACKAGES) add(join(ROOT, name));
  for (const name of FILES) hash.update(readFileSync(join(ROOT, name)));
  return hash.digest("hex");
}
