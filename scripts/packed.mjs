/**
 * Installs the library as strangers do: packs it, and installs the tarball and the packages that the examples name,
 * from the registry, into a workspace outside of the repository, where nothing resolves to our own node_modules. Builds
 * the examples there. Does nothing when neither the tarball nor an example has changed.
 *
 *   node scripts/packed.mjs [--lock]     --lock brings e2e/packed/workspace/package-lock.json up to date
 *
 * Beside `examples/`, `react-18/` has the same library with React 18, and `react-18/embed-react` the example on it.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { packedWorkspace } from "./packed-workspace.mjs";
import { PreparationError, root, runNpm, say } from "./run.mjs";

const TEMPLATE = join(root, "e2e/packed/workspace");
const EXAMPLES = join(root, "examples");
const LOCK = "package-lock.json";
const TARBALL = join(packedWorkspace, "vitrine-bridge.tgz");
const modules = join(packedWorkspace, "node_modules");
/** Beside what it vouches for: whoever clears the packages away takes it along. */
const STAMP = join(modules, ".vitrine-packed.json");
/** What an example is built into, and what is installed. */
const isSource = (path) => !/^(dist|node_modules|test-results|playwright-report)$/.test(basename(path));

try {
  await prepare({ renewLock: process.argv.includes("--lock") });
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  say(error.message);
  process.exit(1);
}

async function prepare({ renewLock }) {
  mkdirSync(packedWorkspace, { recursive: true });
  await pack();
  const packages = digestOf([TARBALL, ...manifests()]);
  const sources = digestOf([TARBALL, ...filesBelow(TEMPLATE), ...filesBelow(EXAMPLES)]);
  const stamp = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, "utf8")) : {};
  if (!renewLock && stamp.sources === sources) return;

  rmSync(STAMP, { force: true });
  copySources();
  if (renewLock || stamp.packages !== packages) {
    await install();
    if (renewLock) keepLock();
  }
  copyForReact18();
  say("Building the examples …");
  await runNpm(["run", "build", "--workspaces", "--if-present"], "An example could not be built", {
    cwd: packedWorkspace,
  });
  writeFileSync(STAMP, JSON.stringify({ packages, sources }));
}

async function pack() {
  await runNpm(
    ["pack", "--workspace", "@vitrine/bridge", "--pack-destination", packedWorkspace, "--loglevel=error"],
    "The library could not be packed",
  );
  const packed = readdirSync(packedWorkspace).find((name) => /^vitrine-bridge-.*\.tgz$/.test(name));
  renameSync(join(packedWorkspace, packed), TARBALL);
}

function copySources() {
  for (const name of readdirSync(packedWorkspace)) {
    if (name !== "node_modules" && name !== basename(TARBALL)) remove(name);
  }
  cpSync(TEMPLATE, packedWorkspace, { recursive: true });
  if (existsSync(EXAMPLES)) {
    cpSync(EXAMPLES, join(packedWorkspace, "examples"), { recursive: true, filter: isSource });
  }
}

async function install() {
  say(`Installing the packed library and the examples in ${packedWorkspace} …`);
  // Of another tarball with the same version npm would keep what it has.
  rmSync(join(modules, "@vitrine"), { recursive: true, force: true });
  rmSync(join(modules, ".package-lock.json"), { force: true });
  await npmInstall().catch((error) => {
    say(`${error.message} Trying once more …`);
    return npmInstall();
  });
}

/** The lockfile pins what the registry gives; npm adds what an example names beyond it. */
function npmInstall() {
  return runNpm(
    ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
    "The packed library could not be installed: check the connection to the npm registry",
    { cwd: packedWorkspace, timeout: 5 * 60_000 },
  );
}

/** The tarball is another one with every change of the library: only what comes from the registry is pinned. */
function keepLock() {
  const lock = JSON.parse(readFileSync(join(packedWorkspace, LOCK), "utf8"));
  delete lock.packages["node_modules/@vitrine/bridge"].integrity;
  writeFileSync(join(TEMPLATE, LOCK), `${JSON.stringify(lock, null, 2)}\n`);
}

/** npm installs the library once, where it finds the newer React; here it gets a copy that finds the older one. */
function copyForReact18() {
  const to = join(packedWorkspace, "react-18");
  cpSync(join(modules, "@vitrine/bridge"), join(to, "node_modules/@vitrine/bridge"), { recursive: true });
  const example = join(EXAMPLES, "embed-react");
  if (existsSync(example)) cpSync(example, join(to, "embed-react"), { recursive: true, filter: isSource });
}

function remove(...names) {
  rmSync(join(packedWorkspace, ...names), { recursive: true, force: true });
}

function manifests() {
  const files = [join(TEMPLATE, "package.json"), join(TEMPLATE, LOCK)];
  for (const name of existsSync(EXAMPLES) ? readdirSync(EXAMPLES) : []) {
    files.push(join(EXAMPLES, name, "package.json"));
  }
  return files.filter((file) => existsSync(file));
}

function filesBelow(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter((entry) => isSource(entry.name))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function digestOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}
