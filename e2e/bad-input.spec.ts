import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { declaring } from "./fixtures/raw-server.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const READY = testView('show("ready");');

/** A server that answers everything with this page. */
async function webPage(status: number): Promise<{ url: string; close: () => void }> {
  const http = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><h1>Oh no</h1>");
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, close: () => http.close() };
}

test.describe("A server that cannot be used says why in its place, and the others work", () => {
  for (const { what, url, reason } of [
    {
      what: "where nothing listens",
      url: () => Promise.resolve("http://127.0.0.1:9/mcp"),
      reason: /refused|could not be reached|nothing/i,
    },
    {
      what: "that answers with a web page",
      url: async () => (await webPage(200)).url,
      reason: /not MCP|web page/i,
    },
    {
      what: "that answers with an HTML error page",
      url: async () => (await webPage(502)).url,
      reason: /502/,
    },
  ]) {
    test(what, async ({ workbench, startHost, startServer }) => {
      const good = await startServer([{ name: "show", html: READY }]);
      const host = await startHost({ mcpServers: { bad: { url: await url() }, good: { url: good.url } } });
      await workbench.open(host.url);
      await expect(workbench.page.getByRole("region", { name: "bad" })).toContainText(reason);
      await workbench.run("good", "show");
      await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    });
  }

  test("a command that does not exist", async ({ workbench, startHost }) => {
    const host = await startHost({ mcpServers: { bad: { command: "no-such-command" } } });
    await workbench.open(host.url);
    await expect(workbench.page.getByRole("region", { name: "bad" })).toContainText("no-such-command");
  });

  test("a process that ends at once, with its last words", async ({ workbench, startHost }) => {
    const script = "console.error('missing API key'); process.exit(3)";
    const host = await startHost({
      mcpServers: { bad: { command: process.execPath, args: ["-e", script] } },
    });
    await workbench.open(host.url);
    await expect(workbench.page.getByRole("region", { name: "bad" })).toContainText("missing API key");
  });
});

test.describe("A template that cannot be shown says why where the View would have been", () => {
  for (const { what, tool, reason } of [
    {
      what: "of another type",
      tool: { name: "show", html: READY, mimeType: "text/html" },
      reason: /text\/html;profile=mcp-app/,
    },
    {
      what: "of 50 MB",
      tool: { name: "show", html: `<!doctype html>${"x".repeat(50_000_000)}` },
      reason: /too large|at most|MiB/,
    },
    {
      what: "with a domain that is no domain",
      tool: { name: "show", html: READY, ui: { csp: { connectDomains: ["*"] } } },
      reason: /connectDomains/,
    },
  ]) {
    test(what, async ({ workbench, startHost, startServer }) => {
      const server = await startServer([tool]);
      const host = await startHost({ mcpServers: { test: { url: server.url } } });
      await workbench.open(host.url);
      await workbench.run("test", "show");
      await expect(workbench.card("show")).toHaveAttribute("data-phase", "failed");
      await expect(workbench.card("show").locator("[data-reason]")).toContainText(reason);
      await expect(workbench).toHaveRecorded(["person show: allow by policy, ok"]);
    });
  }
});

test.describe("A View that misbehaves is stopped or explained, and the page stays alive", () => {
  for (const { what, html, reason } of [
    {
      what: "that throws when it loads",
      html: testView("", { initialize: false, body: "<script>throw new Error('boom at load')</script>" }),
      reason: /boom at load/,
    },
    { what: "that never initializes", html: testView("", { initialize: false }), reason: /ui\/initialize/ },
    { what: "that reloads itself", html: testView("location.reload();"), reason: /reloaded or navigated/ },
    {
      what: "that navigates elsewhere",
      html: testView('location.href = "http://127.0.0.1:9/stolen";'),
      reason: /reloaded or navigated/,
    },
    {
      what: "that floods the host with 100,000 messages",
      html: testView(
        'for (let i = 0; i < 100000; i += 1) notify("notifications/message", { level: "info", data: i });',
      ),
      reason: /flood/,
    },
  ]) {
    test(what, async ({ workbench, startHost, startServer }) => {
      const server = await startServer([
        { name: "bad", html },
        { name: "good", html: READY },
      ]);
      const host = await startHost({ mcpServers: { test: { url: server.url } } });
      await workbench.open(host.url);
      await workbench.run("test", "bad");
      await expect(workbench.card("bad").locator("[data-reason]")).toContainText(reason, { timeout: 15_000 });
      await workbench.run("test", "good");
      await expect(workbench.view("good").getByRole("status")).toHaveText("ready");
      expect((await workbench.record()).map(({ kind }) => kind)).toContain("view.failed");
    });
  }
});

test.describe("A tool that misbehaves", () => {
  test("whose schema is broken says what is wrong with it, and is not called with what nobody could check", async ({
    workbench,
    startHost,
  }) => {
    const inputSchema = { type: "object", properties: { a: { $ref: "#/$defs/missing" } } };
    const server = declaring([
      { name: "broken", inputSchema },
      { name: "good", inputSchema: { type: "object" } },
    ]);
    const host = await startHost({ mcpServers: { test: server } });
    await workbench.open(host.url);
    await workbench.tool("test", "broken").click();
    await workbench.page.getByRole("textbox", { name: "Arguments" }).fill('{ "a": 1 }');
    await workbench.page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(workbench.page.getByRole("main")).toContainText(/input schema .*(broken|mend|cannot)/i);
    await workbench.run("test", "good");
    await expect(workbench.page.locator("[data-result]")).toContainText("good ran");
    await expect(workbench).toHaveRecorded([
      "person broken: deny by spec, refused",
      "person good: allow by policy, ok",
    ]);
  });

  test("that never answers can be cancelled, and is recorded as cancelled", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const server = await startServer([
      {
        name: "silent",
        run: (_args, { mcpReq }) =>
          new Promise((resolve) => mcpReq.signal.addEventListener("abort", () => resolve({ content: [] }))),
      },
      { name: "good" },
    ]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "silent");
    await expect.poll(() => server.calls.length).toBe(1);
    await workbench.run("test", "good");
    await expect(workbench.page.locator("[data-result]").first()).toContainText("good {}");
    await workbench.page.getByRole("button", { name: "Cancel" }).first().click();
    await expect(workbench).toHaveRecorded([
      "person silent: allow by policy, cancelled",
      "person good: allow by policy, ok",
    ]);
  });

  test("that is declared malformed costs itself and not the list", async ({ workbench, startHost }) => {
    const server = declaring([
      { name: 5, inputSchema: {} },
      { name: "good", inputSchema: { type: "object" } },
    ]);
    const host = await startHost({ mcpServers: { test: server } });
    await workbench.open(host.url);
    await expect(workbench.tool("test", "good")).toBeVisible();
    await expect(workbench.page.getByRole("region", { name: "test" })).toContainText(/malformed|left out/i);
  });
});
