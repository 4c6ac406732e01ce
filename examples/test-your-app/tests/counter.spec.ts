import { expect, test } from "@vitrine/bridge/playwright";
import { createServer } from "../server.js";

test.use({ server: { create: createServer } });

test("pours after it was allowed to", async ({ vitrine }) => {
  const view = await vitrine.open("show_counter");
  await expect(view.getByRole("status")).toHaveText("0 cups");

  await view.getByRole("button", { name: "Pour" }).click();
  await view.host.consent("allow once");

  await expect(view.getByRole("status")).toHaveText("1 cups");
  await expect(view).toHaveCalledTool("pour", { cups: 1 });
  await expect(view).toHaveAudited([
    "embedder show_counter: allow by policy, ok",
    "view pour: allow by person, ok",
  ]);
});

test("copes with a no", async ({ vitrine }) => {
  const view = await vitrine.open("show_counter");
  await view.getByRole("button", { name: "Empty the pot" }).click();
  await view.host.consent("deny");
  await expect(view.getByRole("status")).toHaveText("The person said no.");
  await expect(view).not.toHaveCalledTool("empty_pot");
});

test("fits a phone, in the dark, and needs nothing that it does not declare", async ({ vitrine }) => {
  const view = await vitrine.open("show_counter");
  await view.host.setTheme("dark");
  await expect(view).toFitWidth(320);
  await expect(view).toHaveNoCspViolations();
});

test.describe("with a policy that lets it pour", () => {
  test.use({ policy: [{ tool: "pour", verdict: "allow" }] });

  test("pours at once", async ({ vitrine }) => {
    const view = await vitrine.open("show_counter");
    await view.getByRole("button", { name: "Pour" }).click();
    await expect(view.getByRole("status")).toHaveText("1 cups");
  });
});
