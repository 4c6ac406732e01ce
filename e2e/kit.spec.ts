import { expect, startVitrine, test } from "@vitrine/bridge/playwright";
import { McpServer } from "@modelcontextprotocol/server";
import { overStdio } from "./fixtures/official-server.ts";
import { register, startServer, type TestTool } from "./fixtures/mcp-server.ts";
import { testView } from "./fixtures/test-view.ts";

const TOOLS: readonly TestTool[] = [
  {
    name: "show",
    html: testView(
      `on("ui/notifications/tool-result", (result) => show(result.content[0].text));
       document.querySelector("button").onclick = () => request("tools/call", { name: "add", arguments: { n: 1 } }).then((result) => show(result.content[0].text));`,
      { body: "<button>Add</button>" },
    ),
  },
  { name: "add" },
];

test.use({
  server: {
    create() {
      const server = new McpServer({ name: "kit", version: "1.0.0" });
      for (const tool of TOOLS) register(server, tool, []);
      return server;
    },
  },
});

test("opens a View of a server in the test's own process", async ({ vitrine }) => {
  const view = await vitrine.open("show", { n: 7 });
  await expect(view.getByRole("status")).toHaveText('show {"n":7}');
  await view.getByRole("button", { name: "Add" }).click();
  await view.host.consent("allow once");
  await expect(view.getByRole("status")).toHaveText('add {"n":1}');
});

test.describe("over stdio", () => {
  test.use({ server: overStdio("basic-vanillajs") });
  test("opens a View of a command", async ({ vitrine }) => {
    const view = await vitrine.open("get-time");
    await expect(view.getByRole("button").first()).toBeVisible();
  });
});

test("opens a View of an address", async ({ page }) => {
  const server = await startServer(TOOLS);
  const vitrine = await startVitrine({ page, server: { url: server.url } });
  const view = await vitrine.open("show", { n: 7 });
  await expect(view.getByRole("status")).toHaveText('show {"n":7}');
  await vitrine.close();
  await server.close();
});
