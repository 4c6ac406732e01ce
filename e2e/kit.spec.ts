import { expect, startVitrine, test } from "@vitrine/bridge/playwright";
import { inProcess, SHOP } from "./fixtures/kit-servers.ts";
import { startServer } from "./fixtures/mcp-server.ts";
import { overStdio } from "./fixtures/official-server.ts";

test.use({ server: inProcess(SHOP) });

test("An author opens, clicks, answers and reads the record of an app", async ({ vitrine }) => {
  const view = await vitrine.open("show_basket", { basket_id: "b1" });
  await expect(view).toBeReady();
  await expect(view.getByRole("listitem")).toHaveText([
    'input {"basket_id":"b1"}',
    'result show_basket {"basket_id":"b1"}',
  ]);
  await view.getByRole("button", { name: "Add" }).click();
  await expect(view).toHaveCalledTool("add", { product: "sencha" });

  await view.getByRole("button", { name: "Pay" }).click();
  await view.host.consent("allow once");
  await expect(view).toHaveCalledTool("pay", { amount: expect.any(Number) });
  await expect(view).toHaveAudited([
    "embedder show_basket: allow by policy, ok",
    "view add: allow by policy, ok",
    "view pay: allow by person, ok",
  ]);
  await expect(view).toHaveNoCspViolations();
});

test.describe("A server is given", () => {
  test.use({ server: overStdio("basic-vanillajs") });

  test("as a command", async ({ vitrine }) => {
    const view = await vitrine.open("get-time");
    await expect(view.getByRole("button").first()).toBeVisible();
  });

  test("as an address, and hosts run beside each other", async ({ vitrine, context }) => {
    const server = await startServer(SHOP);
    const other = await startVitrine({ page: await context.newPage(), server: { url: server.url } });
    const view = await other.open("show_basket", { basket_id: "b2" });
    await expect(view.getByRole("listitem").last()).toHaveText('result show_basket {"basket_id":"b2"}');
    expect(server.calls).toEqual([{ tool: "show_basket", arguments: { basket_id: "b2" } }]);
    await expect(other).toHaveAudited(["embedder show_basket: allow by policy, ok"]);
    await expect(vitrine).toHaveAudited([]);
    await other.close();
    await server.close();
  });
});
