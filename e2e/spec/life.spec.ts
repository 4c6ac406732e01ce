import { testView } from "../fixtures/test-view.ts";
import { clause } from "./clause.ts";
import { listeningView } from "./listening-view.ts";
import { oneView } from "./one-view.ts";

const INITIALIZE = {
  appInfo: { name: "view", version: "1.0.0" },
  appCapabilities: {},
  protocolVersion: "2026-01-26",
};

clause(
  "handshake",
  "a View is answered with what it needs to know, and does nothing before it says that it is initialized",
  async (stage) => {
    const { expect } = stage;
    const { server, inside } = await oneView(
      stage,
      { html: listeningView({ initialize: false }) },
      { wait: false, others: [{ name: "add" }] },
    );
    expect(await inside.request("ui/initialize", INITIALIZE)).toMatchObject({
      result: { protocolVersion: "2026-01-26", hostInfo: {}, hostCapabilities: {}, hostContext: {} },
    });
    const early = await inside.request("tools/call", { name: "add", arguments: {} });
    expect(early).toMatchObject({ error: { code: -32002 } });
    await inside.notify("ui/notifications/initialized");
    expect(await inside.request("tools/call", { name: "add", arguments: {} })).toHaveProperty("result");
    expect(server.calls.filter(({ tool }) => tool === "add")).toHaveLength(1);
  },
);

clause("ping", "a ping is answered, before the handshake and after it", async (stage) => {
  const { expect } = stage;
  const { inside } = await oneView(stage, { html: listeningView({ initialize: false }) }, { wait: false });
  expect(await inside.request("ping")).toEqual({ result: {} });
  await inside.request("ui/initialize", INITIALIZE);
  await inside.notify("ui/notifications/initialized");
  expect(await inside.request("ping")).toEqual({ result: {} });
});

clause(
  "view-initialization",
  "after the handshake come first the input and then the result",
  async (stage) => {
    const { expect } = stage;
    const { inside } = await oneView(
      stage,
      { html: listeningView() },
      { result: { content: [{ type: "text", text: "done" }] } },
    );
    await expect
      .poll(async () =>
        (await inside.methods()).filter((method) => method.startsWith("ui/notifications/tool-")),
      )
      .toEqual(["ui/notifications/tool-input", "ui/notifications/tool-result"]);
    const [first] = await inside.heard();
    expect(first).toHaveProperty("result.protocolVersion");
  },
);

clause("call-beside-initialization", "the tool is called while its View still starts", async (stage) => {
  const { expect } = stage;
  const { server } = await oneView(stage, { html: listeningView({ initialize: false }) }, { wait: false });
  await expect.poll(() => server.calls.map(({ tool }) => tool)).toEqual(["show"]);
});

/** A View that, when it is torn down, saves what it has with this script before it answers. */
const saving = (script: string): string =>
  testView(`on("ui/resource-teardown", async ({ reason }) => { ${script} return {}; }); show("ready");`);
const SAVE = { name: "save" };

clause(
  "teardown-sent",
  "a View is told before it is torn down, by the host or by its own wish",
  async (stage) => {
    const { expect } = stage;
    const html = saving('await request("tools/call", { name: "save", arguments: {} });');
    const closed = await oneView(stage, { html }, { others: [SAVE] });
    await closed.view.host.close();
    expect(closed.server.calls).toContainEqual({ tool: "save", arguments: {} });

    const leaving = html.replace('show("ready");', 'notify("ui/notifications/request-teardown", {});');
    const left = await oneView(stage, { html: leaving }, { others: [SAVE] });
    await expect.poll(() => left.server.calls).toContainEqual({ tool: "save", arguments: {} });
  },
);

clause("teardown-reason", "a View is told why it is torn down", async (stage) => {
  const { expect } = stage;
  const html = saving('await request("tools/call", { name: "save", arguments: { reason } });');
  const { server, view } = await oneView(stage, { html }, { others: [SAVE] });
  await view.host.close();
  expect(server.calls).toContainEqual({
    tool: "save",
    arguments: { reason: expect.stringMatching(/\w/) },
  });
});

clause("teardown-awaited", "a View is there until it has answered that it is ready to go", async (stage) => {
  const { expect } = stage;
  const html = saving(`await request("tools/call", { name: "save", arguments: { page: 1 } });
    await request("tools/call", { name: "save", arguments: { page: 2 } });`);
  const { server, view } = await oneView(stage, { html }, { others: [SAVE] });
  await view.host.close();
  expect(server.calls.filter(({ tool }) => tool === "save").map((call) => call.arguments)).toEqual([
    { page: 1 },
    { page: 2 },
  ]);
});

clause(
  "cleanup-at-any-point",
  "a View whose call is still under way is told of its end like any other",
  async (stage) => {
    const { expect } = stage;
    const html = saving('await request("tools/call", { name: "save", arguments: {} });');
    const run = (): Promise<never> => new Promise(() => {});
    const { server, view } = await oneView(stage, { html, run }, { others: [SAVE] });
    await view.host.close();
    expect(server.calls).toContainEqual({ tool: "save", arguments: {} });
  },
);

clause("frame-torn-down", "of a View that was closed nothing is left on the page", async (stage) => {
  const { expect, page } = stage;
  const { view } = await oneView(stage, { html: listeningView() });
  await expect(page.locator("iframe.vitrine-frame")).toHaveCount(1);
  await view.host.close();
  await expect(page.locator("iframe.vitrine-frame")).toHaveCount(0);
  expect((await view.host.state()).phase).toBe("closed");
});
