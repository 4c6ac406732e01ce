import { startEmbedder } from "./fixtures/embedder.ts";
import { startLegacyServer } from "./fixtures/legacy-server.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const html = testView(`on("ui/notifications/tool-result", (r) => show(r.content[0].text));`);

const TOOLS = [
  { name: "greet", html, run: () => ({ content: [{ type: "text" as const, text: "hello from 2026" }] }) },
];

test("A server of 2025-11-25 and one of 2026-07-28 work side by side through the relay", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const legacy = await startLegacyServer(html);
  const modern = await startServer(TOOLS);
  const host = await startHost({ mcpServers: { old: { url: legacy.url }, new: { url: modern.url } } });
  await workbench.open(host.url);
  const { page } = workbench;
  await expect(page.getByRole("region", { name: "old" })).toContainText("2025-11-25");
  await expect(page.getByRole("region", { name: "new" })).toContainText("2026-07-28");
  await workbench.run("old", "greet");
  await expect(workbench.view("greet").getByRole("status")).toHaveText("hello from 2025");
  await workbench.run("new", "greet");
  await expect(
    page
      .locator('[data-view][data-server="new"]')
      .frameLocator("iframe")
      .frameLocator("iframe")
      .getByRole("status"),
  ).toHaveText("hello from 2026");
  const eras = (await workbench.record()).flatMap((entry) =>
    entry.kind === "server.connected" ? entry.era : [],
  );
  expect(eras.toSorted()).toEqual(["legacy", "modern"]);
  await legacy.close();
});

test.describe("A page that embeds the library connects directly", () => {
  test("to a server of 2026-07-28 by CORS", async ({ page, startServer }, info) => {
    const server = await startServer(TOOLS);
    const embedder = await startEmbedder(info.outputPath("site"));
    await page.goto(embedder.address(server.url, "greet"));
    await expect(page.getByRole("status").first()).toHaveText("2026-07-28 ready");
    await expect(page.frameLocator("iframe").frameLocator("iframe").getByRole("status")).toHaveText(
      "hello from 2026",
    );
    await expect(page.locator("#record")).toContainText('"outcome":"ok"');
    await embedder.close();
  });

  test("to a server of 2025-11-25 with a session", async ({ page }, info) => {
    const server = await startLegacyServer(html);
    const embedder = await startEmbedder(info.outputPath("site"));
    await page.goto(embedder.address(server.url, "greet"));
    await expect(page.getByRole("status").first()).toHaveText("2025-11-25 ready");
    await expect(page.frameLocator("iframe").frameLocator("iframe").getByRole("status")).toHaveText(
      "hello from 2025",
    );
    expect(server.sessions()).toBeGreaterThan(0);
    await embedder.close();
    await server.close();
  });
});
