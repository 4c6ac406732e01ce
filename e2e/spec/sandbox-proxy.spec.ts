import type { CallToolResult } from "@modelcontextprotocol/server";
import { testView } from "../fixtures/test-view.ts";
import { clause } from "./clause.ts";
import { foreignFrame, heardBy, startForeignProxy } from "./foreign-proxy.ts";
import { proxyFrame, viewFrame } from "./frames.ts";
import { listeningView } from "./listening-view.ts";
import { oneView } from "./one-view.ts";

const READY = testView('show("ready");');
const PROXY_READY = { jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} };

clause("proxy-wraps", "between the host's page and the View is the proxy's", async (stage) => {
  const { expect, page } = stage;
  await oneView(stage, { html: READY }, { wait: false });
  await expect(page.locator("iframe.vitrine-frame")).toHaveAttribute("src", /^http:\/\/proxy\.localhost:/);
  const proxy = await proxyFrame(stage);
  expect(proxy.parentFrame()).toBe(page.mainFrame());
});

clause(
  "proxy-origin",
  "a host refuses a sandbox of its own origin, and has one of another",
  async (stage) => {
    const { expect, page } = stage;
    const server = await stage.serve([{ name: "show", html: READY }]);
    const embedder = await stage.embedder();
    const own = new URL(embedder.address(server.url, "show"));
    own.searchParams.set("views", "foreign");
    own.searchParams.set("proxy", own.origin);
    await page.goto(own.href);
    await expect(page.getByRole("status")).toContainText("so a View could reach the host");
    await page.goto(embedder.address(server.url, "show"));
    expect(new URL((await proxyFrame(stage)).url()).origin).not.toBe(own.origin);
  },
);

clause("proxy-flags", "the proxy's frame may run scripts and keeps its origin", async (stage) => {
  await oneView(stage, { html: READY }, { wait: false });
  const flags = (await stage.page.locator("iframe.vitrine-frame").getAttribute("sandbox"))?.split(" ");
  stage.expect(flags).toEqual(stage.expect.arrayContaining(["allow-scripts", "allow-same-origin"]));
});

clause("proxy-ready", "the proxy says that it is ready, the one for opaque Views as well", async (stage) => {
  const { expect, page } = stage;
  const server = await stage.serve([{ name: "show", html: READY }]);
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    addEventListener("message", ({ data }) => heard.push(data));
  });
  for (const views of ["origins", "opaque"] as const) {
    const embedder = await stage.embedder(views);
    await page.goto(embedder.address(server.url, "show"));
    await expect.poll(() => page.evaluate("heard"), { message: views }).toContainEqual(PROXY_READY);
  }
});

clause(
  "resource-ready",
  "a foreign proxy gets the raw HTML once it is ready, and nothing before",
  async (stage) => {
    const { expect, page } = stage;
    const server = await stage.serve([{ name: "show", html: READY }]);
    const proxy = await startForeignProxy();
    const embedder = await stage.embedder(new URL("?hold", proxy.address));
    await page.goto(embedder.address(server.url, "show"));
    const frame = await foreignFrame(page);
    await expect(page.getByRole("status").first()).toContainText("initializing");
    expect(await heardBy(frame)).toEqual([]);
    await frame.evaluate("ready()");
    await expect
      .poll(async () => (await heardBy(frame))[0]?.message)
      .toMatchObject({ method: "ui/notifications/sandbox-resource-ready", params: { html: READY } });
    const view = page.locator("#container").frameLocator("iframe").frameLocator("iframe");
    await expect(view.getByRole("status")).toHaveText("ready");
    await proxy.close();
  },
);

clause("resource-ready-message", "with the HTML come the declared domains and permissions", async (stage) => {
  const { expect, page } = stage;
  const ui = { csp: { connectDomains: ["https://api.example"] }, permissions: { camera: {} } };
  const server = await stage.serve([{ name: "show", html: READY, ui }]);
  const proxy = await startForeignProxy();
  const embedder = await stage.embedder(proxy.address);
  await page.goto(embedder.address(server.url, "show"));
  const frame = await foreignFrame(page);
  await expect
    .poll(async () => (await heardBy(frame))[0]?.message)
    .toEqual({
      jsonrpc: "2.0",
      method: "ui/notifications/sandbox-resource-ready",
      params: { html: READY, ...ui },
    });
  await proxy.close();
});

clause("proxy-forwards", "what host and View say to each other passes the proxy as it is", async (stage) => {
  const { expect } = stage;
  const script = `
    on("ui/notifications/tool-input", (params) => show({ params }));
    request("x-vendor/anything", { deep: [{ a: 1 }] }).catch(({ message }) => { document.title = message; });`;
  const { view } = await oneView(stage, { html: testView(script) }, { wait: false });
  await expect(view.getByRole("status")).toHaveText('{"params":{"arguments":{}}}');
  await expect
    .poll(() => view.locator(":root").evaluate(() => document.title))
    .toContain("x-vendor/anything");
});

clause(
  "reserved-not-forwarded",
  "what a View says under a name of the sandbox ends at the proxy",
  async (stage) => {
    const { expect } = stage;
    const script = `notify("ui/notifications/sandbox-proxy-failed", { reason: "Log in again at evil.example." });
    await request("ui/notifications/sandbox-anything", {}).catch(({ message }) => show(message));`;
    const { view } = await oneView(stage, { html: testView(script) }, { wait: false });
    await expect(view.getByRole("status")).toContainText("reserved for the sandbox");
    await expect.poll(async () => (await view.host.state()).phase).toBe("ready");
  },
);

clause(
  "nothing-before-initialized",
  "before it is initialized a View hears answers and nothing else",
  async (stage) => {
    const { expect } = stage;
    let finish: (result: CallToolResult) => void = () => {};
    const run = (): Promise<CallToolResult> => new Promise((resolve) => (finish = resolve));
    const html = listeningView({ initialize: false });
    const { server, inside, view } = await oneView(stage, { html, run }, { wait: false });
    await inside.request("ui/initialize", {
      appInfo: { name: "slow", version: "1.0.0" },
      appCapabilities: {},
      protocolVersion: "2026-01-26",
    });
    await expect.poll(() => server.calls.length).toBe(1);
    finish({ content: [{ type: "text", text: "done" }] });
    await expect.poll(async () => (await view.host.state()).call.status).toBe("done");
    // The answer comes after everything that was sent before it.
    await inside.request("ping");
    expect(await inside.methods()).toEqual([]);
    await inside.notify("ui/notifications/initialized");
    await expect.poll(() => inside.methods()).toContain("ui/notifications/tool-result");
  },
);

clause("proxy-makes-no-requests", "the proxy asks nothing, of neither host nor View", async (stage) => {
  const { expect } = stage;
  const { inside } = await oneView(stage, { html: listeningView() });
  await (await viewFrame(stage)).waitForLoadState();
  // One after the other: whatever the proxy asked when its View had loaded is answered by then.
  for (let count = 0; count < 20; count += 1) await inside.request("ping");
  // A request of the proxy's to the host would be answered, and the answer passed on to the View.
  const foreign = (await inside.heard()).filter(({ id }) => id !== undefined && typeof id !== "number");
  expect(foreign).toEqual([]);
});

clause("forwarded-to-server", "a View's tools/call reaches its server, as it was made", async (stage) => {
  const { expect } = stage;
  const { server, inside } = await oneView(stage, { html: listeningView() }, { others: [{ name: "add" }] });
  await inside.request("tools/call", { name: "add", arguments: { product: "sencha" } });
  expect(server.calls).toContainEqual({ tool: "add", arguments: { product: "sencha" } });
});

clause("connection-compliant", "an id that is in use is not used for a second request", async (stage) => {
  const { expect } = stage;
  const server = await stage.serve([{ name: "show", html: listeningView() }, { name: "pay" }]);
  const vitrine = await stage.host(server);
  const view = await vitrine.open("show");
  // The first one waits for the person, so its id is in use.
  const call = { jsonrpc: "2.0", id: 700, method: "tools/call", params: { name: "pay", arguments: {} } };
  await view.locator(":root").evaluate((_root, message) => parent.postMessage(message, "*"), call);
  await expect.poll(() => view.host.question()).toMatchObject({ tool: "pay" });
  await view.locator(":root").evaluate((_root, message) => parent.postMessage(message, "*"), call);
  const answers = (): Promise<unknown> =>
    view
      .locator(":root")
      .evaluate(() =>
        (globalThis as unknown as { heard: { id?: unknown }[] }).heard.filter(({ id }) => id === 700),
      );
  await expect.poll(answers).toMatchObject([{ error: { code: -32600 } }]);
});

clause("messages-blocked", "a View's call waits for the person, and a no is its end", async (stage) => {
  const { expect } = stage;
  const server = await stage.serve([{ name: "show", html: listeningView() }, { name: "pay" }]);
  const vitrine = await stage.host(server);
  const view = await vitrine.open("show");
  await view.locator(":root").evaluate(() => {
    const { request } = globalThis as unknown as {
      request(method: string, params: object): Promise<unknown>;
    };
    request("tools/call", { name: "pay", arguments: {} }).catch((error: unknown) => {
      document.title = JSON.stringify(error);
    });
  });
  await expect.poll(() => view.host.question()).toMatchObject({ method: "tools/call", tool: "pay" });
  await view.host.consent("deny");
  await expect.poll(() => view.locator(":root").evaluate(() => document.title)).toContain("-32000");
  expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
});
