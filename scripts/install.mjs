import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, root, runNpm, say } from "./run.mjs";

const STAMP = join(memory, "installed.json");

/** What `npm start` needs. The e2e workspace is left out: its example servers are two hundred megabytes. */
const START = ["packages/bridge", "apps/demo-server", "apps/host"];

/** Installs the packages of the lockfile, unless they are there. `everything` includes what only tests need. */
export async function install({ everything }) {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const digest = createHash("sha256").update(lock).digest("hex");
  const stamp = readJson(STAMP);
  if (stamp?.lock === digest && (stamp.everything || !everything)) return;

  if (isInstalled(JSON.parse(lock))) {
    remember({ lock: digest, everything: true });
    return;
  }
  say(everything ? "Installing packages …" : "Installing packages (without those that only tests need) …");
  const scope = everything
    ? []
    : [...START.flatMap((name) => ["--workspace", name]), "--include-workspace-root"];
  await runNpm(
    ["ci", ...scope, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
    "The packages could not be installed: check the connection to the npm registry",
  );
  remember({ lock: digest, everything });
}

/** Whether somebody ran `npm install`: npm notes what it installed in the same form as the lockfile. */
function isInstalled(lock) {
  const installed = readJson(join(root, "node_modules/.package-lock.json"))?.packages ?? {};
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes("node_modules/") && !entry.optional && !entry.devOptional)
    .every(([path, entry]) => installed[path] !== undefined && installed[path].version === entry.version);
}

function remember(stamp) {
  mkdirSync(memory, { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
