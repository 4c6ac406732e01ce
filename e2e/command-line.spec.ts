import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startNode, type RunningProcess } from "./fixtures/process.ts";
import { expect, test } from "./fixtures/test.ts";

const MAIN = fileURLToPath(new URL("../apps/host/dist/server/main.js", import.meta.url));

async function startWith(config: string): Promise<{ running: RunningProcess; clean: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "vitrine-e2e-"));
  await writeFile(join(directory, "mcp.json"), config);
  // A relative path is the caller's, who stands where npm says in INIT_CWD.
  const args = [
    MAIN,
    "--config",
    "mcp.json",
    "--port",
    "0",
    "--sandbox-port",
    "0",
    "--data",
    "data",
    "--no-open",
  ];
  const running = startNode(args, { env: { INIT_CWD: directory } });
  return { running, clean: () => rm(directory, { recursive: true, force: true }) };
}

test.describe("A config with a mistake ends the start with file, line and mend:", () => {
  for (const { what, config, says } of [
    { what: "a typo in a key", config: '{\n  "mcpServer": {}\n}', says: /mcp\.json:2:3.*mcpServers/ },
    {
      what: "broken JSON",
      config: '{\n  "mcpServers": {\n    "a": { "url": }\n  }\n}',
      says: /mcp\.json:3:\d+/,
    },
    {
      what: "an unknown verdict",
      config: '{ "mcpServers": {},\n  "vitrine": { "policy": [{ "verdict": "maybe" }] } }',
      says: /mcp\.json:2:\d+.*allow.*ask.*deny/,
    },
    {
      what: "a server without address or command",
      config: '{ "mcpServers": {\n "a": {} } }',
      says: /mcp\.json:2:\d+.*(url|command)/,
    },
  ]) {
    test(what, async () => {
      const { running, clean } = await startWith(config);
      expect(await running.ended).toBe(2);
      expect(running.output()).toMatch(says);
      await clean();
    });
  }
});

test("A lock file that was edited by hand ends the start with file, line and mend", async ({ startHost }) => {
  const htmlDigest = `sha256:${"0".repeat(64)}`;
  const locked = { server: "a", uri: "ui://a/b", digest: `sha256:${"1".repeat(64)}`, facts: { htmlDigest } };
  const starting = startHost({ mcpServers: {}, lock: { v: 1, templates: [locked] } });
  await expect(starting).rejects.toThrow(/vitrine\.lock\.json:4:5: .*The digest .* is not that of its facts/);
});

test("A flag that does not exist ends the start with a sentence", async () => {
  const running = startNode([MAIN, "--confg", "x"]);
  expect(await running.ended).toBe(2);
  expect(running.output()).toContain("--confg");
});

test("A start that works says one line, and 127.0.0.1 leads to localhost", async ({ page }) => {
  const { running, clean } = await startWith('{ "mcpServers": {} }');
  const line = await running.line(/ready/);
  expect(line).toMatch(/^Vitrine is ready at http:\/\/localhost:\d+$/);
  expect(running.output()).toBe(line);
  const url = new URL(line.replace("Vitrine is ready at ", ""));
  await page.goto(`http://127.0.0.1:${url.port}/`);
  expect(new URL(page.url()).origin).toBe(url.origin);
  await expect(page.getByRole("heading", { name: "Vitrine" })).toBeVisible();
  await running.stop();
  expect(await running.ended).toBe(0);
  await clean();
});
