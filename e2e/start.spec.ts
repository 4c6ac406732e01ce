import { expect, test } from "./fixtures/test.ts";

test.describe("A person starts Vitrine without a config", () => {
  test("finds the demo server connected, its templates approved, and runs the first app with one click", async ({
    workbench,
    shop,
  }) => {
    await workbench.open(shop.url);
    await workbench.run("shop", "open_basket");
    await expect(workbench.card("open_basket")).toHaveAttribute("data-phase", "ready");
    await expect(workbench.view("open_basket").getByRole("heading", { name: "Your basket" })).toBeVisible();
    await expect(workbench).toHaveRecorded(["person open_basket: allow by policy, ok"]);
  });

  test("sees in the record that every template was reviewed and approved before anything ran", async ({
    workbench,
    startHost,
  }) => {
    await workbench.open((await startHost()).url);
    await expect(workbench.tool("shop", "open_basket")).toBeVisible();
    await expect
      .poll(async () => (await workbench.record()).filter(({ kind }) => kind === "template.approved").length)
      .toBe(5);
    const kinds = (await workbench.record()).map(({ kind }) => kind);
    expect(kinds.indexOf("server.connected")).toBeLessThan(kinds.indexOf("template.reviewed"));
    expect(kinds.indexOf("server.connected")).not.toBe(-1);
    expect(kinds.filter((kind) => kind === "template.reviewed")).toHaveLength(5);
  });

  test("has the templates reviewed in a worker, while the parsers stay out of the page", async ({
    workbench,
    startHost,
  }) => {
    const requested: string[] = [];
    workbench.page.on("request", (request) => requested.push(request.url()));
    const worker = workbench.page.waitForEvent("worker");
    await workbench.open((await startHost()).url);
    expect((await worker).url()).toContain("/assets/review-worker-");
    await expect
      .poll(async () => (await workbench.record()).filter(({ kind }) => kind === "template.reviewed").length)
      .toBe(5);
    expect(requested.filter((url) => url.includes("/review-template-"))).toEqual([]);
  });

  test("sees which era of the protocol the server speaks", async ({ workbench, shop }) => {
    await workbench.open(shop.url);
    await expect(workbench.page.getByRole("region", { name: "shop" })).toContainText("2026-07-28");
  });
});
