import { clause } from "./clause.ts";
import { inside, listeningView } from "./listening-view.ts";

const SIZE_CHANGED = "ui/notifications/size-changed";
const show = { name: "show", html: listeningView() };

clause(
  "fixed-dimensions",
  "a width, or both sizes in full screen, that the host fixes are those of the View's window",
  async (stage) => {
    const view = await (await stage.host(await stage.serve([show]))).open("show");
    const window = view.locator(":root");
    const width = await window.evaluate(() => innerWidth);
    const { hostContext } = await inside(view).initialized();
    stage.expect(hostContext).toMatchObject({ containerDimensions: { width } });
    await view.host.setDisplayMode("fullscreen");
    const told = async (): Promise<unknown> => {
      const changes = await inside(view).heardOf("ui/notifications/host-context-changed");
      return (changes as { containerDimensions?: object }[]).findLast((change) => change.containerDimensions)
        ?.containerDimensions;
    };
    await stage.expect
      .poll(
        async () =>
          JSON.stringify(await told()) ===
          JSON.stringify(await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))),
      )
      .toBe(true);
  },
);

clause(
  "flexible-dimensions",
  "a View grows up to the height that it was told, and scrolls beyond it",
  async (stage) => {
    const view = await (await stage.host(await stage.serve([show]))).open("show");
    const { hostContext } = await inside(view).initialized();
    const { maxHeight } = (hostContext as { containerDimensions: { maxHeight: number } }).containerDimensions;
    stage.expect(maxHeight).toBeGreaterThan(1000);
    await inside(view).notify(SIZE_CHANGED, { width: 400, height: 2 * maxHeight });
    await stage.expect(stage.page.locator("iframe.vitrine-frame")).toHaveCSS("height", `${maxHeight}px`);
  },
);

clause("size-changed", "the frame follows the height that its View reports", async (stage) => {
  const view = await (await stage.host(await stage.serve([show]))).open("show");
  const frame = stage.page.locator("iframe.vitrine-frame");
  for (const height of [321, 123]) {
    await inside(view).notify(SIZE_CHANGED, { width: 400, height });
    await stage.expect(frame).toHaveCSS("height", `${height}px`);
  }
});
