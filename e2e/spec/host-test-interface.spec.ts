import { expect, startVitrine } from "@vitrine/bridge/playwright";
import { test } from "../fixtures/test.ts";
import { createHostTestInterface } from "./host-test-interface.ts";
import { inside, listeningView } from "./listening-view.ts";

test("A suite that knows nothing of Vitrine observes and drives it through the host test interface", async ({
  page,
  startServer,
}) => {
  const server = await startServer([
    { name: "core-app", html: listeningView() },
    { name: "refresh", visibility: ["app"] },
    { name: "summarise", visibility: ["model"] },
  ]);
  const vitrine = await startVitrine({ page, server: { url: server.url } });
  const host = createHostTestInterface(vitrine, { core: "core-app" });

  const frame = await host.displayTestApp("core");
  await expect(frame).toHaveAttribute("sandbox", /\ballow-scripts\b/);
  const app = inside(frame.contentFrame().frameLocator("iframe"));

  await host.changeHostContext({ theme: "dark" });
  await expect
    .poll(() => app.heardOf("ui/notifications/host-context-changed"))
    .toContainEqual(expect.objectContaining({ theme: "dark" }));

  await host.sendMessage("Show me the teas.");
  const sent = app.request("ui/message", { role: "user", content: [{ type: "text", text: "marker-1" }] });
  await host.confirmAction();
  expect(await sent).toEqual({ result: {} });
  expect(await host.getConversation()).toEqual([
    { role: "user", text: "Show me the teas." },
    { role: "user", text: "marker-1" },
  ]);

  await app.request("ui/update-model-context", { content: [{ type: "text", text: "first" }] });
  await app.request("ui/update-model-context", { content: [{ type: "text", text: "marker-2" }] });
  expect(await host.getConversationContext()).toEqual({
    tools: ["core-app", "summarise"],
    modelContexts: [expect.objectContaining({ content: [{ type: "text", text: "marker-2" }] })],
  });
  expect(await host.callTool("summarise")).toMatchObject({
    content: [{ type: "text", text: "summarise {}" }],
  });

  await host.resetEnvironment();
  expect(await host.getConversation()).toEqual([]);
  expect((await host.getConversationContext()).modelContexts).toEqual([]);
  await expect(page.locator("iframe.vitrine-frame")).toHaveCount(0);
  await vitrine.close();
});
