import { expect } from "@playwright/test";
import { pair } from "./pair.ts";
import { plainTool, viewTool } from "./raw-http-server.ts";
import { runView } from "./run-view.ts";

const ASKS = { vitrine: {} } as const;

pair("consent-early-click", async (world) => {
  const { page, happens } = world;
  // Clicks that were meant for something else: from the moment the button is there, for a third of a second.
  await page.addInitScript(() => {
    if (window !== top) return;
    const started = { at: 0 };
    setInterval(() => {
      const button = [...document.querySelectorAll("button")].find(
        ({ textContent }) => textContent === "Allow once",
      );
      if (button === undefined) return;
      started.at ||= performance.now();
      if (performance.now() - started.at < 300) button.click();
    }, 20);
  });
  const { server } = await runView(world, `request("tools/call", { name: "leak", arguments: {} });`, ASKS);
  return happens(() => server.calls().includes("leak"));
});

pair("consent-other-tool", async (world) => {
  const { workbench, happens } = world;
  const { server } = await runView(
    world,
    `await request("tools/call", { name: "log", arguments: {} });
     await request("tools/call", { name: "leak", arguments: {} });`,
    { ...ASKS, tools: [plainTool("log")] },
  );
  await workbench.answer("Allow for this session");
  await happens(() => server.calls().includes("log"));
  return happens(() => server.calls().includes("leak"));
});

pair("consent-destructive", async (world) => {
  const { workbench, happens } = world;
  await runView(world, `request("tools/call", { name: "wipe", arguments: {} });`, {
    ...ASKS,
    tools: [plainTool("wipe", { annotations: { destructiveHint: true } })],
  });
  await workbench.dialog.waitFor();
  return happens(
    async () => (await workbench.dialog.getByRole("button", { name: "Allow for this session" }).count()) > 0,
  );
});

pair("consent-left-behind", async (world) => {
  const { workbench, happens } = world;
  await runView(
    world,
    `request("tools/call", { name: "leak", arguments: {} });
     setTimeout(() => notify("ui/notifications/request-teardown", {}), 1000);`,
    ASKS,
  );
  await workbench.dialog.waitFor();
  await workbench.page
    .locator('[data-view][data-phase="closed"], main:not(:has([data-view]))')
    .first()
    .waitFor({ timeout: 8_000 })
    .catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return happens(() => workbench.dialog.isVisible());
});

pair("click-through", async (world) => {
  const { page, workbench, happens } = world;
  const { server } = await runView(
    world,
    `document.addEventListener("pointerdown", () => request("ui/request-display-mode", { mode: "inline" }));
     document.querySelector("button").onclick = () => request("ui/request-display-mode", { mode: "fullscreen" });
     show("ready");`,
    { body: "<button>Larger</button>", tools: [viewTool("other")] },
  );
  await workbench.view("show").getByText("ready").waitFor();
  await workbench.tool("evil", "other").click();
  const box = await page.getByRole("button", { name: "Run", exact: true }).boundingBox();
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  await workbench.view("show").getByRole("button", { name: "Larger" }).click();
  const exit = page.getByRole("button", { name: "Exit full screen" });
  await exit.waitFor();
  await page.mouse.move(x + width / 2, y + height / 2);
  const press = async (): Promise<void> => {
    await page.mouse.down();
    await page.mouse.up();
  };
  // A press that comes before the browser has laid out the larger View does not reach it.
  await expect(async () => {
    await press();
    await exit.waitFor({ state: "hidden", timeout: 1_000 });
  }).toPass();
  // The rest of a double-click, or triple-click: soon, but after the page was laid out again.
  for (let presses = 0; presses < 3; presses += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    await press();
  }
  return happens(() => server.calls().includes("other"));
});

pair("consent-bidi", async (world) => {
  const { workbench, happens } = world;
  const name = "read\u{202e}etirw";
  // The View makes the character when it runs: a template that holds it is not approved unseen.
  await runView(
    world,
    `const turned = String.fromCharCode(0x202e);
     request("tools/call", { name: "read" + turned + "etirw", arguments: {} });`,
    {
      ...ASKS,
      tools: [plainTool(name)],
    },
  );
  await workbench.dialog.waitFor();
  return happens(async () => ((await workbench.dialog.textContent()) ?? "").includes("\u{202e}"));
});
