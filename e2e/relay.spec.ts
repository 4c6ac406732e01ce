import { overStdio } from "./fixtures/official-server.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

test("After the relay was restarted the page reconnects by itself, stdio servers included", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const server = await startServer([{ name: "plain" }]);
  const host = await startHost({ mcpServers: { http: { url: server.url }, time: overStdio("basic-react") } });
  await workbench.open(host.url);
  await workbench.run("time", "get-time");
  await expect(workbench.card("get-time")).toHaveAttribute("data-phase", "ready");
  await host.restart();
  await workbench.run("http", "plain");
  await expect(workbench.page.locator("[data-result]").first()).toContainText("plain {}");
  await expect(workbench.tool("time", "get-time")).toBeEnabled();
  await workbench.run("time", "get-time");
  await expect(workbench).toHaveRecorded([
    "person plain: allow by policy, ok",
    "person get-time: allow by policy, ok",
  ]);
});

test("Twelve slow calls at once keep no other request waiting", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const server = await startServer([
    {
      name: "slow",
      run: (_args, { mcpReq }) =>
        new Promise((resolve) => mcpReq.signal.addEventListener("abort", () => resolve({ content: [] }))),
    },
    { name: "quick" },
  ]);
  const host = await startHost({ mcpServers: { test: { url: server.url } } });
  await workbench.open(host.url);
  for (let call = 0; call < 12; call += 1) await workbench.run("test", "slow");
  await expect.poll(() => server.calls.length).toBe(12);
  await workbench.run("test", "quick");
  await expect(workbench.page.locator("[data-result]").first()).toContainText("quick {}");
});

test("Closing a View breaks off its call on the wire, and the record says so", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const html = testView(`request("tools/call", { name: "slow", arguments: {} });`);
  const server = await startServer([
    { name: "show", html },
    { name: "slow", run: () => new Promise(() => {}) },
  ]);
  const policy = [{ tool: "slow", verdict: "allow" }];
  const host = await startHost({ mcpServers: { test: { url: server.url } }, vitrine: { policy } });
  await workbench.open(host.url);
  await workbench.run("test", "show");
  await expect.poll(() => server.calls.map(({ tool }) => tool)).toEqual(["show", "slow"]);
  const before = server.abandoned();

  await workbench.card("show").getByRole("button", { name: "Close" }).click();

  await expect.poll(() => server.abandoned()).toBe(before + 1);
  await expect(workbench).toHaveRecorded([
    "person show: allow by policy, ok",
    "view slow: allow by policy, cancelled",
  ]);
});

test("A stdio server gets a process for each page, which ends with the page", async ({
  workbench,
  startHost,
  context,
}) => {
  const script = `
    const name = "pid" + process.pid;
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { id, method } = JSON.parse(line);
      if (id === undefined) return;
      const results = { initialize: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "x", version: "1" } }, "tools/list": { tools: [{ name, inputSchema: { type: "object" } }] } };
      console.log(JSON.stringify({ jsonrpc: "2.0", id, ...(results[method] ? { result: results[method] } : { error: { code: -32601, message: "no" } }) }));
    });`;
  const host = await startHost({ mcpServers: { test: { command: process.execPath, args: ["-e", script] } } });
  const pidOn = async (page: typeof workbench.page): Promise<number> => {
    const tool = page.locator('[data-server="test"][data-tool^="pid"]');
    await expect(tool).toBeVisible();
    return Number((await tool.getAttribute("data-tool"))?.replace("pid", ""));
  };
  await workbench.open(host.url);
  const first = await pidOn(workbench.page);
  const other = await context.newPage();
  await other.goto(host.url);
  const second = await pidOn(other);
  expect(second).not.toBe(first);
  await other.close();
  await expect.poll(() => isAlive(second), { timeout: 20_000 }).toBe(false);
  expect(isAlive(first)).toBe(true);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
