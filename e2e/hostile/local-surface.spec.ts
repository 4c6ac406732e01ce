import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningHost } from "../fixtures/host.ts";
import { testView } from "../fixtures/test-view.ts";
import { api, plain, proxyOf, storeTemplate, ticketFor } from "./host-api.ts";
import { pair, type World } from "./pair.ts";
import { plainTool, templateOf, viewTool, type RawServer } from "./raw-http-server.ts";

const TOKEN = { authorization: "Bearer e2e-token" };

pair("dns-rebinding", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const rebound = new URL(host.url);
  const { text } = await plain(rebound, { headers: { host: `rebound.collector.example:${rebound.port}` } });
  return text.includes("e2e-token");
});

pair("absolute-target", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const { host: name, port } = await proxyOf(host);
  const query = `host=${encodeURIComponent(host.url)}&view=${"a".repeat(32)}.${"b".repeat(16)}`;
  const target = `http://${name}/?${query}`;
  const head = `Host: proxy.collector.example\r\nSec-Fetch-Dest: iframe\r\nSec-Fetch-Site: cross-site`;
  const answer = await talk(Number(port), `GET ${target} HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`);
  return answer.startsWith("HTTP/1.1 200");
});

pair("no-token", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  return (await plain(new URL("/api/bootstrap", host.url))).status === 200;
});

pair("other-origin-with-token", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const headers = { ...TOKEN, origin: "https://collector.example" };
  return (await plain(new URL("/api/bootstrap", host.url), { headers })).status === 200;
});

pair("other-port-with-token", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const headers = { ...TOKEN, "sec-fetch-site": "same-site" };
  return (await plain(new URL("/api/bootstrap", host.url), { headers })).status === 200;
});

pair("csrf", async ({ start, collectors, page, happens }) => {
  const host = await start({ mcpServers: {} });
  const server = JSON.stringify({ name: "added", url: collectors.origin, confirmed: true });
  collectors.serve(
    "lure",
    `<script>fetch("${host.url}/api/servers", { method: "POST", mode: "no-cors", body: ${JSON.stringify(server)} })</script>`,
  );
  await page.goto(`${collectors.origin}/lure`);
  return happens(async () => (await (await api(host, "/api/bootstrap")).text()).includes('"added"'));
});

pair("big-api-body", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const body = JSON.stringify({ id: "x".repeat(3 * 1024 * 1024) });
  return (await api(host, "/api/cancel", { method: "POST", body })).status !== 413;
});

/** One page of a host that is no page: it opens the stream and posts what it likes. */
async function openPage(host: RunningHost): Promise<{
  post(server: string, message: string, headers?: Readonly<Record<string, string>>): Promise<number>;
  heard(): string;
}> {
  const page = randomUUID();
  const stream = await api(host, "/api/stream", { headers: { "vitrine-page": page } });
  let text = "";
  void (async () => {
    for await (const chunk of stream.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => {});
  return {
    async post(server, message, headers = {}) {
      const answer = await api(host, `/mcp/${server}`, {
        method: "POST",
        body: message,
        headers: {
          accept: "application/json, text/event-stream",
          "vitrine-page": page,
          "vitrine-request": randomUUID(),
          ...headers,
        },
      });
      return answer.status;
    },
    heard: () => text,
  };
}

const ask = (method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });

async function startBoth(
  { serveRaw, start }: World,
  options: Partial<Parameters<World["serveRaw"]>[0]> = {},
  vitrine: object = {},
): Promise<{ server: RawServer; host: RunningHost }> {
  const server = await serveRaw({ tools: () => [plainTool("leak")], ...options });
  const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine });
  return { server, host };
}

pair("relay-without-token", async (world) => {
  const { server, host } = await startBoth(world);
  const page = await openPage(host);
  await page.post("evil", ask("tools/list"), { authorization: "Bearer guess" });
  return world.happens(() => server.heard.length > 0);
});

pair("token-to-upstream", async (world) => {
  const { server, host } = await startBoth(world);
  const page = await openPage(host);
  await page.post("evil", ask("tools/list"), { cookie: "session=1" });
  await world.happens(() => server.heard.length > 0);
  return server.heard.some(
    ({ headers }) => headers.authorization !== undefined || headers.cookie !== undefined,
  );
});

pair("header-contradiction", async (world) => {
  const { server, host } = await startBoth(world);
  const page = await openPage(host);
  await page.post("evil", ask("resources/read", { uri: "ui://evil/wanted.html" }), {
    "mcp-method": "resources/read",
    "mcp-name": "ui://evil/harmless.html",
  });
  return world.happens(() => server.heard.length > 0);
});

pair("unrecorded-call", async (world) => {
  const { server, host } = await startBoth(world);
  const page = await openPage(host);
  await page.post("evil", ask("tools/call", { name: "leak", arguments: {} }));
  return world.happens(() => server.calls().includes("leak"));
});

pair("stdio-second-message", async ({ start, happens }) => {
  const log = join(mkdtempSync(join(tmpdir(), "vitrine-hostile-")), "log");
  const script = `process.stdin.on("data", (d) => require("node:fs").appendFileSync(${JSON.stringify(log)}, d))`;
  const host = await start({ mcpServers: { local: { command: process.execPath, args: ["-e", script] } } });
  const page = await openPage(host);
  const hidden = ask("tools/call", { name: "wipe", arguments: {} });
  await page.post("local", `{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"x":[\n${hidden}\n]}}`);
  const lines = (): readonly string[] => {
    try {
      return readFileSync(log, "utf8").split("\n");
    } catch {
      return [];
    }
  };
  await happens(() => lines().length > 1);
  return lines().includes(hidden);
});

pair("ssrf-loopback", async ({ start, collectors }) => {
  const host = await start({ mcpServers: {} });
  const body = JSON.stringify({ url: `${collectors.origin}/mcp` });
  return (await api(host, "/api/servers", { method: "POST", body })).status === 201;
});

pair("ssrf-metadata", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const body = JSON.stringify({ url: "http://169.254.169.254/latest/meta-data" });
  return (await api(host, "/api/servers", { method: "POST", body })).status === 201;
});

/** Whether the relay passes on what the server answers to a harmless request. */
async function passes(
  world: World,
  head: (response: Parameters<NonNullable<Parameters<World["serveRaw"]>[0]["respondTo"]>>[0]) => void,
): Promise<boolean> {
  const { host } = await startBoth(world, {
    respondTo: (response) => {
      head(response);
      response.end("x");
    },
  });
  const page = await openPage(host);
  await page.post("evil", ask("tools/list"));
  await world.happens(() => /"end"|"error"/.test(page.heard()));
  return !page.heard().includes('"error"');
}

pair("compressed-answer", (world) =>
  passes(world, (response) => response.writeHead(200, { "content-encoding": "gzip" })),
);

pair("redirected-answer", (world) =>
  passes(world, (response) => response.writeHead(302, { location: `${world.collectors.origin}/mcp` })),
);

/** A host with one approved template and a fresh ticket for it. */
async function ticket({
  serveRaw,
  start,
  workbench,
  tried,
}: World): Promise<{ host: RunningHost; text: string }> {
  const server = await serveRaw({ tools: () => [viewTool("show")], read: (uri) => [templateOf(uri, HTML)] });
  const host = await start({ mcpServers: { evil: { url: server.url } } });
  await workbench.open(host.url);
  await workbench.run("evil", "show");
  await tried("show");
  const [approval] = (await (await api(host, "/api/approvals")).json()) as [Parameters<typeof ticketFor>[1]];
  return { host, text: await ticketFor(host, approval) };
}

const HTML = testView('show("tried");');

pair("store-from-elsewhere", async (world) => {
  const { host, text } = await ticket(world);
  return (await storeTemplate(host, text, HTML, { origin: "https://collector.example" })).status === 200;
});

pair("store-same-site", async (world) => {
  const { host, text } = await ticket(world);
  return (await storeTemplate(host, text, HTML, { "sec-fetch-site": "same-site" })).status === 200;
});

/** The address of a View that waits to be fetched. */
async function freshView(world: World): Promise<URL> {
  const { host, text } = await ticket(world);
  const { url } = JSON.parse((await storeTemplate(host, text, HTML)).text) as { url: string };
  return new URL(url);
}

pair("view-unframed", async (world) => {
  const answer = await plain(await freshView(world), { headers: { "sec-fetch-dest": "document" } });
  return answer.status === 200;
});

pair("view-other-host", async (world) => {
  const view = await freshView(world);
  const [, ...rest] = view.host.split(".");
  return (await plain(view, { headers: { host: ["0".repeat(32), ...rest].join(".") } })).status === 200;
});

pair("sandbox-rebinding", async ({ start }) => {
  const host = await start({ mcpServers: {} });
  const proxy = await proxyOf(host);
  const path = new URL(
    `/?host=${encodeURIComponent(host.url)}&view=${"a".repeat(32)}.${"b".repeat(16)}`,
    proxy,
  );
  const headers = {
    host: `proxy.collector.example:${proxy.port}`,
    "sec-fetch-site": "cross-site",
    "sec-fetch-dest": "iframe",
  };
  return (await plain(path, { headers })).status === 200;
});

pair("slow-loris", async ({ start, happens }) => {
  const host = await start({ mcpServers: {} });
  const { port } = new URL(host.url);
  const socket = connect(Number(port), "127.0.0.1");
  let closed = false;
  socket.on("close", () => (closed = true)).on("error", () => {});
  const drip = setInterval(() => socket.write("X-Drip: 1\r\n"), 1000);
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
  // The head of a request may take ten seconds.
  await new Promise((resolve) => setTimeout(resolve, 13_000));
  clearInterval(drip);
  const open = !closed;
  socket.destroy();
  return happens(() => open);
});

/** Sends bytes to a port and resolves with everything that comes back. */
function talk(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", () => {}).on("close", () => resolve(text));
  });
}
