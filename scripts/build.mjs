import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, root, runNpm, say } from "./run.mjs";

const STAMP = join(memory, "built.json");

/** What is built, in an order in which each finds what it is built from. `output` is written by each build. */
const PACKAGES = [
  { name: "@vitrine/bridge", directory: "packages/bridge", output: "dist/index.js", from: [] },
  { name: "@vitrine/demo-server", directory: "apps/demo-server", output: "dist/index.js", from: [] },
  {
    name: "vitrine",
    directory: "apps/host",
    output: "dist/server/main.js",
    from: ["@vitrine/bridge", "@vitrine/demo-server"],
  },
];

/** What no build reads, or what builds write. */
const NO_SOURCE = /^(dist|node_modules)$|\.tsbuildinfo$|\.(test|fixture)\.[a-z]+$/;

/** Builds the packages whose sources are not those of the last build. */
export async function build() {
  const stamp = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, "utf8")) : {};
  const digests = new Map();
  const building = new Map();
  for (const { name, directory, output, from } of PACKAGES) {
    const hash = createHash("sha256").update(readFileSync(join(root, "tsconfig.base.json")));
    addSources(hash, join(root, directory));
    for (const other of from) hash.update(digests.get(other));
    const digest = hash.digest("hex");
    digests.set(name, digest);
    if (isFresh(stamp[name], digest, join(root, directory, output))) continue;
    building.set(name, buildPackage({ name, directory, before: from.map((other) => building.get(other)) }));
  }
  if (building.size === 0) return;
  await Promise.all(building.values());
  for (const { name, directory, output } of PACKAGES) {
    stamp[name] = { digest: digests.get(name), at: statSync(join(root, directory, output)).mtimeMs };
  }
  mkdirSync(memory, { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}

async function buildPackage({ name, directory, before }) {
  await Promise.all(before);
  say(`Building ${name} …`);
  // What was built from a file that is gone would stay.
  rmSync(join(root, directory, "dist"), { recursive: true, force: true });
  await runNpm(["run", "build", "--workspace", name, "--loglevel=error"], `${name} could not be built`);
}

/** The time tells a build by hand from the one that is remembered. */
function isFresh(last, digest, output) {
  return last?.digest === digest && existsSync(output) && statSync(output).mtimeMs === last.at;
}

function addSources(hash, directory) {
  const entries = readdirSync(directory, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  for (const entry of entries) {
    if (NO_SOURCE.test(entry.name)) continue;
    const path = join(directory, entry.name);
    hash.update(`${path}\0`);
    if (entry.isDirectory()) addSources(hash, path);
    else hash.update(readFileSync(path));
  }
}
