import { pair } from "./pair.ts";
import { plainTool } from "./raw-http-server.ts";
import { runView } from "./run-view.ts";

const call = (name: string, args: object = {}): string =>
  `request("tools/call", { name: "${name}", arguments: ${JSON.stringify(args)} })`;

pair("call-model-tool", async (world) => {
  const tools = [plainTool("for_model", { _meta: { ui: { visibility: ["model"] } } })];
  const { server } = await runView(world, `${call("for_model")};`, { tools });
  return world.happens(() => server.calls().includes("for_model"));
});

pair("call-unlisted-tool", async (world) => {
  const { server } = await runView(world, `${call("hidden")};`);
  return world.happens(() => server.calls().includes("hidden"));
});

pair("call-bad-arguments", async (world) => {
  const inputSchema = {
    type: "object",
    properties: { sum: { type: "number", maximum: 10 } },
    required: ["sum"],
  };
  const tools = [plainTool("pay", { inputSchema })];
  const { server } = await runView(world, `${call("pay", { sum: 1_000_000 })};`, { tools });
  return world.happens(() => server.calls().includes("pay"));
});

pair("call-unasked", async (world) => {
  const { server } = await runView(world, `${call("leak", { secret: 1 })};`, { vitrine: {} });
  return world.happens(() => server.calls().includes("leak"));
});

pair("call-before-initialized", async (world) => {
  // Beside the View's own handshake: the call is posted before it, and never again.
  const early = `<script>parent.postMessage({ jsonrpc: "2.0", id: "early", method: "tools/call", params: { name: "leak", arguments: {} } }, "*");</script>`;
  const { server } = await runView(world, "", { body: early });
  return world.happens(() => server.calls().includes("leak"));
});

pair("call-same-id", async (world) => {
  const post = (secret: number): string =>
    `parent.postMessage({ jsonrpc: "2.0", id: "same", method: "tools/call", params: { name: "leak", arguments: { secret: ${secret} } } }, "*");`;
  const { server } = await runView(world, post(1) + post(2), { slow: 3000 });
  return world.happens(() => server.argumentsOf("leak").some(({ secret }) => secret === 2));
});

const link = (url: string): string => `await request("ui/open-link", { url: ${JSON.stringify(url)} });`;

pair("link-unasked", async (world) => {
  const { collectors, happens } = world;
  await runView(world, link(`${collectors.site}/link-unasked?secret`), { vitrine: {} });
  return happens(() => collectors.got("link-unasked"));
});

pair("link-user", async (world) => {
  const { collectors, happens } = world;
  await runView(world, link(`${collectors.site.replace("//", "//bank.example@")}/link-user`));
  return happens(() => collectors.got("link-user"));
});

pair("link-scheme", async (world) => {
  const { context, happens } = world;
  let tabs = 0;
  context.on("page", () => (tabs += 1));
  await runView(world, link("about:blank"));
  return happens(() => tabs > 0);
});

pair("link-referrer", async (world) => {
  const { collectors, happens } = world;
  await runView(world, link(`${collectors.site}/link-referrer`));
  return happens(() =>
    collectors.hits.some(
      ({ path, headers }) => path === "link-referrer" && headers.referer?.includes("localhost") === true,
    ),
  );
});

const download = (uri: string): string =>
  `await request("ui/download-file", { contents: [{ type: "resource", resource: { uri: ${JSON.stringify(uri)}, mimeType: "text/plain", text: "x" } }] });`;

pair("download-unasked", async (world) => {
  let saved = 0;
  world.page.on("download", () => (saved += 1));
  await runView(world, download("file:///report.txt"), { vitrine: {} });
  return world.happens(() => saved > 0);
});

pair("download-name", async (world) => {
  const names: string[] = [];
  world.page.on("download", (file) => names.push(file.suggestedFilename()));
  await runView(world, download(`${"report ".repeat(28)}.exe`));
  return world.happens(() => names.some((name) => name.length > 150));
});

for (const { id, vitrine } of [
  { id: "deep-link-run", vitrine: {} },
  { id: "deep-link-rule", vitrine: { policy: [{ server: "*", verdict: "allow" }] } },
]) {
  pair(id, async ({ serveRaw, start, page, happens }) => {
    const server = await serveRaw({ tools: () => [plainTool("wipe")] });
    const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine });
    await page.goto(`${host.url}/?server=evil&tool=wipe&run=1`);
    await page.getByText("evil").first().waitFor();
    return happens(() => server.calls().includes("wipe"));
  });
}
