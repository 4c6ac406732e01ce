import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { chromium, expect, test } from "@playwright/test";
import { chromiumPath } from "../../scripts/chromium.mjs";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const run = promisify(execFile);
const DOCS = fileURLToPath(new URL("../../docs/test-your-app.md", import.meta.url));
const EXAMPLE = join(packedWorkspace, "examples/test-your-app");

/** Runs a line as it is typed in a folder; resolves with what it printed and whether it succeeded. */
async function type(line: string, cwd: string, browsers: string): Promise<{ ok: boolean; output: string }> {
  // Neither this run's runner nor its npm are the author's.
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|TEST_|PLAYWRIGHT_|PW)/.test(name));
  const env = { ...Object.fromEntries(kept), PLAYWRIGHT_BROWSERS_PATH: browsers, CI: "1" };
  const result = await run("sh", ["-c", line], { cwd, env, maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (error: { readonly stdout: string; readonly stderr: string }) => ({
      ok: false,
      output: error.stdout + error.stderr,
    }),
  );
  return { ...result, output: stripVTControlCharacters(result.output) };
}

/** The code blocks of the part "From an empty folder", in order. */
async function blocks(): Promise<readonly { readonly language: string; readonly text: string }[]> {
  const part = (await readFile(DOCS, "utf8"))
    .split(/^## /m)
    .find((each) => each.startsWith("From an empty folder"));
  const found = (part ?? "").matchAll(/^```(\w+)\n(.*?)^```/gms);
  return [...found].map(([, language = "", text = ""]) => ({ language, text }));
}

/** Where Playwright finds the browser of this machine as if it had downloaded it, so that nothing is downloaded. */
async function installedBrowsers(directory: string): Promise<void> {
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: directory };
  const cli = fileURLToPath(new URL("../../node_modules/@playwright/test/cli.js", import.meta.url));
  const { stdout } = await run(process.execPath, [cli, "install", "--dry-run", "chromium"], { env });
  const program =
    chromium
      .executablePath()
      .split(/chromium-\d+/)
      .at(-1) ?? "";
  for (const [, place = ""] of stdout.matchAll(/Install location:\s+(\S+)/g)) {
    const isShell = place.includes("headless_shell");
    const path = join(place, isShell ? program.replaceAll("chrome", "chrome-headless-shell") : program);
    await mkdir(dirname(path), { recursive: true });
    if (!place.includes("ffmpeg")) await symlink(chromiumPath(), path);
    await writeFile(join(place, "INSTALLATION_COMPLETE"), "");
  }
}

let browsers = "";
test.beforeAll(async () => {
  browsers = await mkdtemp(join(tmpdir(), "vitrine-browsers-"));
  await installedBrowsers(browsers);
});
test.afterAll(() => rm(browsers, { recursive: true, force: true }));
test.setTimeout(180_000);

test("an author gets from an empty folder to a passing test by the lines of the docs", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vitrine-author-"));
  const typed: string[] = [];
  for (const { language, text } of await blocks()) {
    if (language === "ts") {
      await writeFile(join(folder, "app.spec.ts"), text);
      continue;
    }
    for (const line of text.trim().split("\n")) {
      // The tarball stands for the package of the registry.
      const tarball = join(packedWorkspace, "vitrine-bridge.tgz");
      const { ok, output } = await type(line.replace("@vitrine/bridge", tarball), folder, browsers);
      expect(ok, `${line}\n${output}`).toBe(true);
      typed.push(output);
    }
  }
  expect(typed.at(-1)).toContain("1 passed");
  await rm(folder, { recursive: true, force: true });
});

test("the example's tests pass", async () => {
  const { ok, output } = await type("npm test", EXAMPLE, browsers);
  expect(ok, output).toBe(true);
  expect(output).toContain("5 passed");
});

test("the failure of a broken app names the cause and the declaration that mends it, and has the record", async () => {
  const { ok, output } = await type("npm run broken -- --reporter=json", EXAMPLE, browsers);
  expect(ok).toBe(false);
  expect(output).toContain(
    "script-src-elem blocked https://cdn.example.com/chart-app.js; the server must declare https://cdn.example.com in _meta.ui.csp.resourceDomains.",
  );
  expect(output).toContain('"name": "vitrine-record.ndjson"');
  expect(output).toContain('"name": "vitrine-views.json"');
});
