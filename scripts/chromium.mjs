import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { memory, PreparationError, root, run, say } from "./run.mjs";

/**
 * The oldest Chromium that the tests take. Views rely on the header `Connection-Allowlist`, which was an origin
 * trial up to 151: an older browser ignores it, and the tests that it stops WebRTC would rightly fail.
 */
const OLDEST = 152;

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const STAMP = join(memory, "chromium.json");

/**
 * The browser for the tests: `CHROMIUM` if it is set, else the one that {@link ensureChromium} found, else an
 * installed one. Throws a {@link PreparationError} when there is none.
 */
export function chromiumPath() {
  const path = process.env.CHROMIUM ?? remembered() ?? installed();
  if (path === undefined) {
    throw new PreparationError("There is no Chromium for the tests: run `node scripts/prepare.mjs test`.");
  }
  return path;
}

/** Finds a browser for the tests, or installs one. Throws a {@link PreparationError} when that is not possible. */
export async function ensureChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen !== undefined) {
    if (versionOf(chosen) !== undefined) return;
    throw new PreparationError(`CHROMIUM is set to ${chosen}, which does not run: correct it, or unset it.`);
  }
  if (remembered() !== undefined) return;
  const path = installed() ?? (await playwrightOwn()) ?? (await downloaded()) ?? (await packaged());
  if (path === undefined) {
    throw new PreparationError(
      `The tests need Chromium ${OLDEST} or newer, and none could be installed: install one, and set CHROMIUM to it.`,
    );
  }
  mkdirSync(memory, { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ path }));
}

function remembered() {
  const path = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, "utf8")).path : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
}

function installed() {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const candidates = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  return [...candidates, ...ELSEWHERE].find(isNewEnough);
}

async function playwrightOwn() {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  return isNewEnough(path) ? path : undefined;
}

async function downloaded() {
  const withLibraries = canInstallPackages() ? ["--with-deps"] : [];
  const playwright = join(root, "node_modules/playwright/cli.js");
  say("Downloading Chromium …");
  const args = [playwright, "install", ...withLibraries, "chromium"];
  return (await succeeds(process.execPath, args)) ? playwrightOwn() : undefined;
}

async function packaged() {
  if (!canInstallPackages()) return undefined;
  say("Installing Chromium with apt-get …");
  const done =
    (await succeeds("apt-get", ["update"])) &&
    (await succeeds("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]));
  return done ? installed() : undefined;
}

function canInstallPackages() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** One way that fails is followed by the next; only the end of all is an error. */
async function succeeds(program, args) {
  try {
    await run(program, args, `${program} failed`, { timeout: 10 * 60_000 });
    return true;
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    say(error.message);
    return false;
  }
}

function isNewEnough(path) {
  return existsSync(path) && (versionOf(path) ?? 0) >= OLDEST;
}

/** The major version, or `undefined` when the program does not run or is no Chromium. */
function versionOf(path) {
  try {
    const said = execFileSync(path, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    });
    const match = /(?:Chromium|Chrome|Chrome for Testing) (\d+)\./.exec(said);
    return match === null ? undefined : Number(match[1]);
  } catch {
    return undefined;
  }
}
