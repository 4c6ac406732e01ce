import { startCollector } from "./fixtures/collector.ts";
import { startEmbedder } from "./fixtures/embedder.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

/** Tries to get out by every way that the fallback has to close as well; the collector says what got out. */
const attempts = (collector: string): string => `
  const outcomes = [origin];
  await fetch("${collector}/fetch").then(() => outcomes.push("fetched"), () => outcomes.push("blocked"));
  await new Promise((resolve) => { const image = new Image(); image.onload = image.onerror = resolve; image.src = "${collector}/image"; });
  for (const [name, reach] of Object.entries({ host: () => top.document, proxy: () => parent.document, storage: () => localStorage }))
    try { reach(); outcomes.push(name + " reached"); } catch { outcomes.push(name + " out of reach"); }
  outcomes.push(open("${collector}/popup") === null ? "no popup" : "popup");
  document.head.append(Object.assign(document.createElement("link"), { rel: "preconnect", href: "${collector}" }));
  show(outcomes.join(", "));`;

test.describe("In the fallback, where all Views share one sandbox origin", () => {
  test("a View is opaque, and reaches neither host nor proxy nor storage nor the network", async ({
    page,
    startServer,
  }, info) => {
    const collector = await startCollector();
    const server = await startServer([{ name: "show", html: testView(attempts(collector.origin)) }]);
    const embedder = await startEmbedder(info.outputPath("site"), "opaque");
    await page.goto(embedder.address(server.url, "show"));
    const view = page.locator("#container").frameLocator("iframe").frameLocator("iframe");
    await expect(view.getByRole("status")).toHaveText(
      "null, blocked, host out of reach, proxy out of reach, storage out of reach, no popup",
    );
    expect(collector.hits).toEqual([]);
    await embedder.close();
    collector.close();
  });

  test("a View that navigates itself is ended, and its address carries nothing away", async ({
    page,
    startServer,
  }, info) => {
    const collector = await startCollector();
    const html = testView(`location.href = "${collector.origin}/?stolen";`);
    const server = await startServer([{ name: "show", html }]);
    const embedder = await startEmbedder(info.outputPath("site"), "opaque");
    await page.goto(embedder.address(server.url, "show"));
    await expect(page.getByRole("status").first()).toContainText("failed");
    expect(collector.hits).toEqual([]);
    await embedder.close();
    collector.close();
  });
});
