import { testView } from "../fixtures/test-view.ts";
import { clause } from "./clause.ts";
import { proxyFrame } from "./frames.ts";
import { oneView } from "./one-view.ts";

/** Shows which of the features that the specification names the browser lets this document have. */
const FEATURES = testView(`const named = ["camera", "microphone", "geolocation", "clipboard-write"];
  show(named.filter((feature) => document.featurePolicy.allowsFeature(feature)).join(", ") || "none");`);

clause("permissions-honoured", "a View has the features that it declared, and no others", async (stage) => {
  const { expect } = stage;
  const permissions = { camera: {}, clipboardWrite: {} };
  const declared = await oneView(stage, { html: FEATURES, ui: { permissions } });
  await expect(declared.view.getByRole("status")).toHaveText("camera, clipboard-write");
  const bare = await oneView(stage, { html: FEATURES });
  await expect(bare.view.getByRole("status")).toHaveText("none");
});

clause("permissions-on-view", "the proxy delegates to the View's frame what was declared", async (stage) => {
  await oneView(stage, { html: FEATURES, ui: { permissions: { geolocation: {} } } });
  const frame = (await proxyFrame(stage)).locator("iframe");
  await stage.expect(frame).toHaveAttribute("allow", "geolocation");
});

clause(
  "permissions-mapped",
  "each permission has the name of its feature in the frame's allow",
  async (stage) => {
    const permissions = { camera: {}, microphone: {}, geolocation: {}, clipboardWrite: {} };
    await oneView(stage, { html: FEATURES, ui: { permissions } });
    const frame = (await proxyFrame(stage)).locator("iframe");
    await stage.expect(frame).toHaveAttribute("allow", "camera; microphone; geolocation; clipboard-write");
  },
);
