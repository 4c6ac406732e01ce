import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser, BrowserType } from "@playwright/test";
import { StartupError } from "../startup-error.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Keeps the browser from calling home. */
const ARGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];
/** No name but this machine's own leads anywhere; what needs no name is kept back by whoever routes requests. */
const OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost";

/** Which browser to start, and how. */
export interface CheckBrowserOptions {
  /** Its executable. Default: `PLAYWRIGHT_CHROMIUM`, else Playwright's own, else an installed one. */
  readonly path?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
  /** Told in a sentence when it runs with less protection than it could. */
  readonly warn: (sentence: string) => void;
}

/**
 * Starts Chromium by Playwright, which is an optional peer dependency.
 * Throws a {@link StartupError} with exit code 2 and the command that mends it when one of the two is missing.
 */
export async function startCheckBrowser({ path, env, offline, warn }: CheckBrowserOptions): Promise<Browser> {
  const chromium = await loadChromium();
  const executablePath = chromiumPath(chromium.executablePath(), path, env);
  const options = { executablePath, args: offline ? [...ARGS, OFFLINE] : ARGS };
  try {
    return await chromium.launch({ ...options, chromiumSandbox: true });
  } catch {
    // Root and many containers cannot have it; what else may be wrong is wrong the second time as well.
  }
  try {
    const browser = await chromium.launch({ ...options, chromiumSandbox: false });
    warn(
      "Chromium does not start with its sandbox here, so it runs without: check only apps that you trust.",
    );
    return browser;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new StartupError(
      2,
      `${executablePath} does not start (${why}): name another browser with --browser PATH.`,
      { cause: error },
    );
  }
}

async function loadChromium(): Promise<BrowserType> {
  try {
    return (await import("@playwright/test")).chromium;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new StartupError(
      2,
      "vitrine check opens apps with Playwright, which is not installed: run `npm install --save-dev @playwright/test`.",
      { cause: error },
    );
  }
}

/** The browser to start: the one that is named, else Playwright's own, else an installed one. */
export function chromiumPath(
  own: string,
  path: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const [named, by] =
    path === undefined ? [env["PLAYWRIGHT_CHROMIUM"], "PLAYWRIGHT_CHROMIUM"] : [path, "--browser"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new StartupError(2, `${by} names ${named}, which does not exist: correct it, or leave it out.`);
  }
  const directories = (env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const installed = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  const found = [own, ...installed, ...ELSEWHERE].find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new StartupError(
    2,
    "There is no Chromium to open apps with: run `npx playwright install chromium`, or name one with --browser PATH.",
  );
}
