import { expect, startVitrine } from "@vitrine/bridge/playwright";
import { test } from "../fixtures/test.ts";
import { buildView, WAYS } from "./interop/build-view.ts";

for (const way of WAYS) {
  test(`A View written ${way === "by-hand" ? "by hand" : `with ${way}`} lives its whole life`, async ({
    page,
    startServer,
  }) => {
    const server = await startServer([
      { name: "show", html: await buildView(way) },
      { name: "add" },
      { name: "save" },
    ]);
    const policy = [{ tool: "save", verdict: "allow" }] as const;
    const vitrine = await startVitrine({ page, server: { url: server.url }, policy });
    const view = await vitrine.open("show", { teas: 2 }, { partial: true });
    const press = (name: string): Promise<void> => view.getByRole("button", { name }).click();
    const says = async (line: string): Promise<void> => {
      await expect(view.getByRole("listitem").filter({ hasText: line })).toHaveText(line);
    };

    await test.step("it is told where it is", () => says("initialized light inline en-US"));
    await test.step("it hears input that is still written, the input, and the result", async () => {
      await view.host.stream([{ teas: 1 }]);
      await says('partial {"teas":1}');
      await view.host.complete();
      await says('input {"teas":2}');
      await says('result show {"teas":2}');
    });
    await test.step("it has the height of what is in it", async () => {
      const height = await view
        .locator(":root")
        .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
      expect(height).toBeGreaterThan(400);
      await expect
        .poll(async () => (await page.locator("iframe.vitrine-frame").boundingBox())?.height)
        .toBeCloseTo(height, -1);
    });
    await test.step("it calls a tool when the person allows it", async () => {
      await press("Add");
      await view.host.consent("allow once");
      await says('Add: add {"product":"sencha"}');
    });
    await test.step("it says something in the conversation, and to the model", async () => {
      await press("Send");
      await view.host.consent("allow once");
      await says("Send: done");
      expect(await view.host.messages()).toEqual([[{ type: "text", text: "Two cups, please." }]]);
      await press("Tell");
      await says("Tell: done");
      expect((await view.host.modelContext())?.content).toEqual([
        { type: "text", text: "The basket has two teas." },
      ]);
    });
    await test.step("it opens a link, or hears that the person did not want it", async () => {
      await press("Link");
      await view.host.consent("allow once");
      await says("Link: done");
      await press("Link");
      await view.host.consent("deny");
      await expect(view.getByRole("listitem").filter({ hasText: "Link: refused" })).toHaveCount(1);
    });
    await test.step("it grows to full screen and hears of the way back, and of another theme", async () => {
      await press("Enlarge");
      await says("Enlarge: fullscreen");
      await says("mode fullscreen");
      await view.host.setDisplayMode("inline");
      await says("mode inline");
      await view.host.setTheme("dark");
      await says("theme dark");
    });
    await test.step("what it logs is kept", async () => {
      await press("Log");
      await expect
        .poll(async () => (await view.host.state()).notes.map(({ text }) => text))
        .toContain("info: All is well.");
    });
    await test.step("it saves before it is torn down, and is gone", async () => {
      await view.host.close();
      expect(server.calls.map(({ tool }) => tool)).toEqual(["show", "add", "save"]);
      await expect(page.locator("iframe.vitrine-frame")).toHaveCount(0);
    });
    await vitrine.close();
  });
}

test("A View whose call is cancelled before its result hears so, however it is written", async ({
  page,
  startServer,
}) => {
  for (const way of WAYS) {
    const server = await startServer([
      { name: "show", html: await buildView(way), run: () => new Promise(() => {}) },
    ]);
    const vitrine = await startVitrine({ page, server: { url: server.url } });
    const view = await vitrine.open("show");
    await view.host.cancel("The person stopped it.");
    await expect(view.getByRole("listitem").filter({ hasText: "cancelled" })).toHaveText(
      "cancelled The person stopped it.",
    );
    await vitrine.close();
  }
});
