import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { verifyAuditLog } from "@vitrine/bridge";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";
import type { TestServer } from "../fixtures/mcp-server.ts";
import { startPackage } from "../fixtures/process.ts";
import { expect, test } from "../fixtures/test.ts";
import { createWorkbench } from "../fixtures/workbench.ts";
import { basketTools } from "./basket-tools.ts";
import { listenForComplaints } from "./complaints.ts";
import { basketTemplate, comparable, expectedRecord, type Differences } from "./expected-record.ts";

/* One scenario, wherever a View is embedded: open, click, ask, allow once, result, theme, full screen and back, close. */

/** What a person does in another way in another product. */
interface Product {
  readonly open: (page: Page) => Promise<void>;
  readonly darken: (page: Page) => Promise<void>;
}

const inExamples: Product = {
  open: (page) => page.getByRole("button", { name: "Show basket" }).click(),
  darken: (page) => page.getByRole("button", { name: "Dark" }).click(),
};
const inChat: Product = {
  ...inExamples,
  async open(page) {
    await page.getByRole("textbox", { name: "Message" }).fill("Show me my basket");
    await page.getByRole("button", { name: "Send" }).click();
  },
};
const inWebApp: Product = {
  open: (page) => createWorkbench(page).run("shop", "show_basket", { basket_id: "b1" }),
  darken: (page) => page.emulateMedia({ colorScheme: "dark" }),
};

test.slow();

async function play(options: {
  readonly page: Page;
  readonly address: string;
  readonly server: TestServer;
  readonly product: Product;
  readonly differences: Differences;
}): Promise<void> {
  const { page, address, server, product, differences } = options;
  const complaints = await listenForComplaints(page);
  await page.goto(address);
  const view = page.locator("[data-view]").frameLocator("iframe").frameLocator("iframe");
  const shown = view.getByRole("status");
  await product.open(page);
  // The MCP client and the review are loaded first.
  await expect(shown).toHaveText("2 tins, light, inline", { timeout: 30_000 });

  await view.getByRole("button", { name: "Add" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("add_item");
  await expect(question).toContainText('"sku": "assam"');
  expect(server.calls.map(({ tool }) => tool)).toEqual(["show_basket"]);
  await question.getByRole("button", { name: "Allow once" }).click();
  await expect(shown).toHaveText("3 tins, light, inline");
  await expect(question).toHaveCount(0);

  await product.darken(page);
  await expect(shown).toHaveText("3 tins, dark, inline");

  await page.getByRole("button", { name: "Full screen", exact: true }).click();
  await expect(shown).toHaveText("3 tins, dark, fullscreen");
  await page.getByRole("button", { name: "Exit full screen" }).click();
  // A View that was loaded anew would show two tins.
  await expect(shown).toHaveText("3 tins, dark, inline");

  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.locator("[data-view] iframe")).toHaveCount(0);
  expect(server.calls).toEqual([
    { tool: "show_basket", arguments: { basket_id: "b1" } },
    { tool: "add_item", arguments: { basket_id: "b1", sku: "assam", quantity: 1 } },
    { tool: "save_basket", arguments: { basket_id: "b1" } },
  ]);

  const workbench = createWorkbench(page);
  await expect
    .poll(async () => comparable(await workbench.record()))
    .toEqual(await expectedRecord({ identity: server.url, ...differences }));
  expect(await verifyAuditLog(await workbench.export())).toMatchObject({ ok: true });
  expect(complaints()).toEqual([]);
}

test("The scenario runs in the web app", async ({ page, startHost, startServer }) => {
  const server = await startServer(basketTools);
  const host = await startHost({ mcpServers: { shop: { url: server.url } } });
  await play({ page, address: host.url, server, product: inWebApp, differences: { relay: true } });
});

/** The examples, and in what their records differ by nature. */
const EXAMPLES: readonly (Differences & {
  readonly name: string;
  readonly path?: string;
  readonly product?: Product;
})[] = [
  { name: "embed-plain" },
  { name: "embed-plain", path: "/?views=opaque", views: "opaque" },
  { name: "embed-element", identity: "tea-shop" },
  { name: "embed-element", path: "/vue.html", identity: "tea-shop" },
  { name: "embed-react", identity: "tea-shop" },
  { name: "embed-chat", identity: "tea-shop", caller: "model", product: inChat },
];

for (const { name, path = "/", product = inExamples, ...differences } of EXAMPLES) {
  test(`The scenario runs in ${name}${path}, and its record is that of the web app`, async ({
    page,
    startServer,
  }, testInfo) => {
    const server = await startServer(basketTools);
    const lock = testInfo.outputPath("vitrine.lock.json");
    await writeFile(
      lock,
      JSON.stringify({ v: 1, templates: [{ server: "shop", ...(await basketTemplate()) }] }),
    );
    const example = startPackage(join(packedWorkspace, "examples", name), {
      PORT: "0",
      SANDBOX_PORT: "0",
      MCP_URL: server.url,
      LOCK: lock,
    });
    try {
      const line = await example.line(/^Ready at /);
      const address = line.replace("Ready at ", "") + path;
      await play({ page, address, server, product, differences });
      await page.getByRole("button", { name: "Verify" }).click();
      await expect(page.getByRole("status")).toContainText("entries");
    } finally {
      await example.stop();
    }
  });
}
