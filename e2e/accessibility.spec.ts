import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";
import type { Workbench } from "./fixtures/workbench.ts";

/** What stands inside of a View is its server's; the page is judged around it. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

const TOOLS = [
  {
    name: "show",
    html: testView(
      `document.querySelector("button").onclick = () => request("tools/call", { name: "pay", arguments: { amount: 3 } }); show("ready");`,
      {
        body: "<button>Pay</button>",
      },
    ),
    inputSchema: {
      type: "object",
      properties: {
        city: { type: "string", description: "Where to." },
        days: { type: "integer", minimum: 1 },
      },
      required: ["city"],
    },
  },
  {
    name: "linking",
    html: testView(`request("ui/open-link", { url: "https://\u0430pple.com/" });`),
  },
  { name: "pay", annotations: { destructiveHint: true } },
  {
    name: "plain",
    run: () => ({
      content: [{ type: "text" as const, text: "# A title\n\nand *words*" }],
      structuredContent: { a: [1, 2] },
    }),
  },
  {
    name: "reviewed",
    html: testView("", { body: "<h1>Tea</h1><script src='https://cdn.example/a.js'></script>" }),
    ui: {
      csp: { connectDomains: ["https://a.example", "http://localhost:3000"] },
      permissions: { camera: {} },
      domain: "https://tea.example",
    },
  },
  {
    name: "broken",
    html: testView("", { initialize: false, body: "<script>throw new Error('boom')</script>" }),
  },
] as const;

const STATES: readonly { readonly state: string; readonly reach: (workbench: Workbench) => Promise<void> }[] =
  [
    {
      state: "nothing runs yet",
      reach: ({ tool }) => expect(tool("test", "show")).toBeVisible(),
    },
    {
      state: "a tool's form with its errors",
      async reach({ page, tool }) {
        await tool("test", "show").click();
        await expect(page.getByLabel(/city/)).toBeVisible();
        await page.getByRole("button", { name: "Run", exact: true }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    {
      state: "raw arguments that are no JSON",
      async reach({ page, tool }) {
        await tool("test", "show").click();
        await page.getByRole("button", { name: "JSON" }).click();
        await page.getByRole("textbox", { name: "Arguments" }).fill("{ oops");
      },
    },
    {
      state: "a View that is ready",
      async reach(workbench) {
        await workbench.run("test", "show", { city: "Bern" });
        await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
      },
    },
    {
      state: "a View in full screen",
      async reach(workbench) {
        await workbench.run("test", "show", { city: "Bern" });
        await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
        await workbench.card("show").getByRole("button", { name: "Full screen" }).click();
      },
    },
    {
      state: "a View that failed",
      async reach(workbench) {
        await workbench.run("test", "broken");
        await expect(workbench.card("broken").locator("[data-reason]")).toBeVisible({ timeout: 15_000 });
      },
    },
    {
      state: "a result without a View",
      async reach(workbench) {
        await workbench.run("test", "plain");
        await expect(workbench.page.getByRole("heading", { name: "A title" })).toBeVisible();
      },
    },
    {
      state: "a question",
      async reach(workbench) {
        await workbench.run("test", "show", { city: "Bern" });
        await workbench.view("show").getByRole("button", { name: "Pay" }).click();
        await expect(workbench.dialog.getByRole("button", { name: "Allow once" })).toBeEnabled();
      },
    },
    {
      state: "a question about a link",
      async reach(workbench) {
        await workbench.run("test", "linking");
        await expect(workbench.dialog.getByRole("button", { name: "Open link" })).toBeEnabled();
      },
    },
    {
      state: "the reviewer's screen",
      async reach(workbench) {
        await workbench.run("test", "reviewed");
        await workbench.card("reviewed").getByRole("button", { name: "Review" }).click();
        await expect(workbench.dialog.getByRole("button", { name: "Block" })).toBeEnabled();
        await expect(workbench.dialog.getByTitle("Inert preview of the template")).toBeVisible();
      },
    },
    {
      state: "a View's details with who approved it",
      async reach(workbench) {
        await workbench.run("test", "show", { city: "Bern" });
        await workbench.card("show").getByText("Details").click();
        await expect(workbench.card("show")).toContainText("Approved by");
      },
    },
    {
      state: "the dialog that adds a server",
      async reach({ page, dialog }) {
        await page.getByRole("button", { name: "Add server" }).first().click();
        await dialog.getByRole("button", { name: "Add server" }).click();
        await expect(dialog.getByRole("alert")).not.toBeEmpty();
      },
    },
    {
      state: "an entry of the record",
      async reach(workbench) {
        await workbench.run("test", "plain");
        const entry = workbench.page
          .getByRole("complementary", { name: "Record" })
          .getByRole("button", { name: /plain/ });
        await entry.first().click();
      },
    },
  ];

test.describe("The page has no accessibility violation", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`in any state of any screen, ${colorScheme}`, async ({ workbench, startHost, startServer }) => {
      test.setTimeout(180_000);
      const server = await startServer(TOOLS);
      const host = await startHost({
        mcpServers: { test: { url: server.url }, dead: { url: "http://127.0.0.1:9/mcp" } },
        vitrine: { policy: [{ tool: "pay", verdict: "ask" }] },
      });
      await workbench.page.emulateMedia({ colorScheme });
      for (const { state, reach } of STATES) {
        await test.step(state, async () => {
          await workbench.open(host.url);
          await reach(workbench);
          expect(await violations(workbench.page)).toEqual([]);
        });
      }
    });
  }

  test("where a template waits for approval, and on a narrow screen", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const server = await startServer([
      { name: "show", html: testView(""), ui: { csp: { connectDomains: ["https://a.example"] } } },
    ]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    const { page } = workbench;
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.card("show").getByRole("button", { name: "Approve" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    for (const panel of ["Servers", "Views", "Record"]) {
      await page.getByRole("banner").getByRole("button", { name: panel }).click();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    await page.getByRole("banner").getByRole("button", { name: "Views" }).click();
    await workbench.card("show").getByRole("button", { name: "Review" }).click();
    await expect(workbench.dialog.getByRole("button", { name: "Approve" })).toBeEnabled();
    expect(await violations(page)).toEqual([]);
    expect(await workbench.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
  });
});

test("Everything can be done by keyboard: find a tool, run it, answer the question, close the View", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const html = testView(`request("tools/call", { name: "pay", arguments: {} }).then(() => show("paid"));`);
  const server = await startServer([{ name: "show", html }, { name: "pay" }]);
  const host = await startHost({ mcpServers: { test: { url: server.url } } });
  const { page } = workbench;
  await workbench.open(host.url);
  await expect(workbench.tool("test", "show")).toBeVisible();
  const focus = async (name: RegExp): Promise<void> => {
    await expect(async () => {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
      expect(focused).toMatch(name);
    }).toPass({ intervals: [0], timeout: 10_000 });
  };
  await focus(/^show/i);
  await page.keyboard.press("Enter");
  await focus(/^Run$/);
  await page.keyboard.press("Enter");
  await expect(workbench.dialog.getByRole("button", { name: "Allow once" })).toBeEnabled();
  await focus(/^Allow once$/);
  await page.keyboard.press("Enter");
  await expect(workbench.view("show").getByRole("status")).toHaveText("paid");
  await expect(workbench).toHaveRecorded([
    "person show: allow by policy, ok",
    "view pay: allow by person, ok",
  ]);
});
