import { randomUUID } from "node:crypto";
import { api } from "./host-api.ts";
import { pair } from "./pair.ts";
import { plainTool, templateOf, viewTool } from "./raw-http-server.ts";
import { runView } from "./run-view.ts";

const many = (count: number, name = "leak"): string =>
  `for (let i = 0; i < ${count}; i += 1) parent.postMessage({ jsonrpc: "2.0", id: "c" + i, method: "tools/call", params: { name: "${name}", arguments: { i } } }, "*");`;

pair("flood-calls", async (world) => {
  const { server } = await runView(world, many(400));
  return world.happens(() => server.calls().length > 100);
});

pair("flood-at-once", async (world) => {
  const { server } = await runView(world, many(30), { slow: 2_000 });
  return world.happens(() => server.mostAtOnce() > 20);
});

pair("flood-questions", async (world) => {
  await runView(world, many(80), { vitrine: {} });
  return world.happens(async () => /of (6|7|8)\d/.test((await world.workbench.dialog.textContent()) ?? ""));
});

pair("huge-message", async (world) => {
  const { server } = await runView(
    world,
    `request("tools/call", { name: "leak", arguments: { list: Array.from({ length: 60000 }, (_, i) => i) } });`,
  );
  return world.happens(() => server.calls().includes("leak"));
});

pair("huge-request", async (world) => {
  const { server } = await runView(
    world,
    `request("tools/call", { name: "leak", arguments: { text: "x".repeat(8.5 * 1024 * 1024) } });`,
  );
  return world.happens(() => server.calls().includes("leak"));
});

pair("huge-height", async (world) => {
  const { workbench, happens } = world;
  await runView(world, `notify("ui/notifications/size-changed", { width: 300, height: 1000000 });`);
  const frame = workbench.card("show").locator("iframe");
  await frame.waitFor();
  return happens(async () => ((await frame.boundingBox())?.height ?? 0) > 100_000);
});

pair("huge-template", async ({ serveRaw, start, workbench, happens }) => {
  const html = `<!doctype html><p role="status"></p><!--${"x".repeat(17 * 1024 * 1024)}--><script>
    parent.postMessage({ jsonrpc: "2.0", id: 1, method: "ui/initialize", params: { appInfo: { name: "x", version: "1" }, appCapabilities: {}, protocolVersion: "2026-01-26" } }, "*");
    addEventListener("message", ({ data }) => {
      if (data.id !== 1) return;
      parent.postMessage({ jsonrpc: "2.0", method: "ui/notifications/initialized", params: {} }, "*");
      parent.postMessage({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "leak", arguments: {} } }, "*");
    });</script>`;
  const server = await serveRaw({
    tools: () => [viewTool("show"), plainTool("leak")],
    read: (uri) => [templateOf(uri, html)],
  });
  const policy = [{ server: "*", verdict: "allow" }];
  const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine: { policy } });
  await workbench.open(host.url);
  await workbench.run("evil", "show");
  return happens(() => server.calls().includes("leak"));
});

for (const { id, chunk, pause, limits } of [
  { id: "endless-answer", chunk: "x".repeat(64 * 1024), pause: 5, limits: { messageBytes: 256 * 1024 } },
  { id: "silent-answer", chunk: " ", pause: 60_000, limits: { idleSeconds: 1 } },
]) {
  pair(id, async ({ serveRaw, start, happens }) => {
    let written = 0;
    let since = 0;
    let ended = false;
    const server = await serveRaw({
      tools: () => [],
      respondTo(response) {
        since = Date.now();
        response.writeHead(200, { "content-type": "application/json" });
        response.on("close", () => (ended = true));
        const write = (): void => {
          if (ended || written > 4 * 1024 * 1024) return;
          written += chunk.length;
          response.write(chunk);
          setTimeout(write, pause);
        };
        write();
      },
    });
    const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine: { limits } });
    const page = randomUUID();
    const stream = await api(host, "/api/stream", { headers: { "vitrine-page": page } });
    void (async () => {
      for await (const part of stream.body ?? []) void part;
    })().catch(() => {});
    await api(host, "/mcp/evil", {
      method: "POST",
      headers: { accept: "application/json", "vitrine-page": page, "vitrine-request": randomUUID() },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    // Time enough for a second of silence to be noticed, or for 4 MB to be written.
    await happens(() => ended || written > 3_000_000 || (since > 0 && Date.now() - since > 3_500));
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    return !ended && (id === "silent-answer" || written > 3_000_000);
  });
}

pair("many-requests", async ({ serveRaw, start }) => {
  const server = await serveRaw({ tools: () => [], respondTo: () => {} });
  const host = await start({
    mcpServers: { evil: { url: server.url } },
    vitrine: { limits: { requestsPerPage: 3 } },
  });
  const page = randomUUID();
  await api(host, "/api/stream", { headers: { "vitrine-page": page } });
  const post = (): Promise<number> =>
    api(host, "/mcp/evil", {
      method: "POST",
      headers: { "vitrine-page": page, "vitrine-request": randomUUID() },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    }).then(({ status }) => status);
  for (let sent = 0; sent < 3; sent += 1) await post();
  return (await post()) === 202;
});

pair("many-pages", async ({ start }) => {
  const host = await start({ mcpServers: {}, vitrine: { limits: { pages: 3 } } });
  const open = (): Promise<number> =>
    api(host, "/api/stream", { headers: { "vitrine-page": randomUUID() } }).then(({ status }) => status);
  for (let opened = 0; opened < 3; opened += 1) await open();
  return (await open()) === 200;
});
