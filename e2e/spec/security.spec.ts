import { createHash } from "node:crypto";
import { testView } from "../fixtures/test-view.ts";
import { actionsOf } from "../fixtures/workbench.ts";
import { plainTool, templateOf, viewTool } from "../hostile/raw-http-server.ts";
import { clause } from "./clause.ts";
import { proxyFrame } from "./frames.ts";
import { listeningView } from "./listening-view.ts";
import { oneView } from "./one-view.ts";

const READY = testView('show("ready");');

clause(
  "view-sandboxed",
  "the View's frame is sandboxed, without pop-ups, modals, downloads or the page's place",
  async (stage) => {
    const { expect } = stage;
    await oneView(stage, { html: READY });
    const flags = await (await proxyFrame(stage)).locator("iframe").getAttribute("sandbox");
    expect(flags?.split(" ").toSorted()).toEqual(["allow-forms", "allow-same-origin", "allow-scripts"]);
  },
);

clause(
  "host-out-of-reach",
  "a View reads nothing of the host's page and cannot lead it elsewhere",
  async (stage) => {
    const { expect, context } = stage;
    await context.route("https://elsewhere.example/**", (route) => route.fulfill({ body: "elsewhere" }));
    const html = testView(
      `const out = (name, reach) => { try { reach(); return name + " reached"; } catch { return name + " out of reach"; } };
       document.querySelector("button").onclick = () =>
         show(out("its place", () => { top.location.href = "https://elsewhere.example/"; }));
       show([out("host", () => top.document), out("proxy", () => parent.document)].join(", "));`,
      { body: "<button>Go</button>" },
    );
    const { view } = await oneView(stage, { html });
    await expect(view.getByRole("status")).toHaveText("host out of reach, proxy out of reach");
    await view.getByRole("button", { name: "Go" }).click();
    await expect(view.getByRole("status")).toHaveText("its place out of reach");
  },
);

clause(
  "messages-validated",
  "a request whose params are of another form is refused as such",
  async (stage) => {
    const { expect } = stage;
    const { server, inside } = await oneView(stage, { html: listeningView() });
    for (const [method, params] of [
      ["tools/call", { name: 5 }],
      ["resources/read", { uri: [] }],
      ["ui/open-link", { url: {} }],
    ] as const) {
      expect(await inside.request(method, params), method).toMatchObject({ error: { code: -32602 } });
    }
    expect(server.calls.filter(({ tool }) => tool !== "show")).toEqual([]);
  },
);

clause("malformed-rejected", "what is not JSON-RPC 2.0 is refused, and does nothing", async (stage) => {
  const { expect } = stage;
  const { server, view, inside } = await oneView(
    stage,
    { html: listeningView() },
    { others: [{ name: "add" }] },
  );
  await view
    .locator(":root")
    .evaluate(() =>
      parent.postMessage({ jsonrpc: "1.0", id: 700, method: "tools/call", params: { name: "add" } }, "*"),
    );
  await expect
    .poll(async () => (await inside.heard()).find(({ id }) => id === 700))
    .toMatchObject({
      error: { code: -32000, message: "The message is not JSON-RPC 2.0." },
    });
  expect(server.calls.filter(({ tool }) => tool !== "show")).toEqual([]);
});

clause("calls-logged", "the record has every call of a View, and what came of it", async (stage) => {
  const { view, inside } = await oneView(stage, { html: listeningView() }, { others: [{ name: "add" }] });
  await inside.request("tools/call", { name: "add", arguments: {} });
  await stage.expect
    .poll(async () => actionsOf(await view.host.record()))
    .toContain("view add: allow by policy, ok");
});

clause(
  "received-at-connection",
  "templates are read when the server is connected, before any tool runs",
  async (stage) => {
    const { expect } = stage;
    const server = await stage.serveRaw({
      tools: () => [viewTool("show"), plainTool("other")],
      read: (uri) => [templateOf(uri, READY)],
    });
    const vitrine = await stage.host(server);
    const methods = (): readonly string[] => server.heard.map(({ method }) => method);
    await expect.poll(methods).toContain("resources/read");
    await vitrine.callTool("other");
    expect(methods().indexOf("resources/read")).toBeLessThan(methods().indexOf("tools/call"));
  },
);

clause("html-reviewed", "the review finds code that gets around the policy", async (stage) => {
  const { expect } = stage;
  const server = await stage.serve([
    { name: "show", html: testView('new RTCPeerConnection(); show("ready");') },
  ]);
  const vitrine = await stage.host(server);
  await expect
    .poll(async () => (await vitrine.templates())[0]?.findings)
    .toContainEqual(expect.objectContaining({ rule: "webrtc" }));
});

clause("resource-hashed", "a template is known by the hash of its HTML", async (stage) => {
  const { expect } = stage;
  const server = await stage.serve([{ name: "show", html: READY }]);
  const vitrine = await stage.host(server);
  const htmlDigest = `sha256:${createHash("sha256").update(READY).digest("hex")}`;
  await expect.poll(async () => (await vitrine.templates())[0]?.template).toMatchObject({ htmlDigest });
});

clause(
  "resources-limited",
  "of a View's requests only so many wait for an answer at a time",
  async (stage) => {
    const { expect } = stage;
    const script = `let refused = 0;
    for (let n = 0; n < 48; n += 1)
      request("tools/call", { name: "pay", arguments: { n } }).catch(({ code }) => { refused += code === -32000 ? 1 : 0; show(String(refused)); });`;
    const server = await stage.serve([{ name: "show", html: testView(script) }, { name: "pay" }]);
    const vitrine = await stage.host(server);
    const view = await vitrine.open("show");
    // None of them is answered by the person: 8 are being asked about, 32 wait their turn.
    await expect(view.getByRole("status")).toHaveText("8");
  },
);

clause("boundaries-shown", "the View's frame says whose it is", async (stage) => {
  await oneView(stage, { html: READY });
  await stage.expect(stage.page.locator("iframe.vitrine-frame")).toHaveAttribute("title", /^server: show$/);
});
