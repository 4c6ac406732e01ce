import { expect, test } from "@vitrine/bridge/playwright";
import { createServer } from "./server.js";

test.use({ server: { create: createServer } });

test("shows the chart", async ({ vitrine }) => {
  const view = await vitrine.open("show_chart");
  await expect(view.getByRole("img")).toBeVisible();
});
