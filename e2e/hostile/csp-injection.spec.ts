import { request as httpRequest } from "node:http";
import { testView } from "../fixtures/test-view.ts";
import { pair, type World } from "./pair.ts";
import { templateOf, viewTool } from "./raw-http-server.ts";

/** Whether a View that declares this gets a request out. */
async function declares(
  world: World,
  id: string,
  csp: object,
  config: { readonly address?: string; readonly vitrine?: object } = {},
): Promise<boolean> {
  const { serveRaw, start, workbench, collectors, tried, happens } = world;
  const address = config.address ?? collectors.site;
  const html = testView(
    `await fetch("${address}/${id}", { mode: "no-cors" }).catch(() => {}); show("tried");`,
  );
  const server = await serveRaw({
    tools: () => [viewTool("show")],
    read: (uri) => [templateOf(uri, html, { csp })],
  });
  const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine: config.vitrine ?? {} });
  await workbench.open(host.url);
  await workbench.run("evil", "show");
  await tried("show");
  return happens(() => collectors.got(id));
}

const port = ({ collectors }: World): string => new URL(collectors.site).port;

pair("csp-star", (world) => declares(world, "csp-star", { connectDomains: ["*"] }));
pair("csp-scheme", (world) => declares(world, "csp-scheme", { connectDomains: ["http:"] }));
pair("csp-star-host", (world) =>
  declares(world, "csp-star-host", { connectDomains: [`http://*:${port(world)}`] }),
);
pair("csp-directive", (world) =>
  declares(world, "csp-directive", { resourceDomains: ["https://cdn.example; connect-src *"] }),
);
pair("csp-blank", (world) =>
  declares(world, "csp-blank", { connectDomains: [`https://cdn.example ${world.collectors.site}`] }),
);
pair("csp-tab", (world) =>
  declares(world, "csp-tab", { connectDomains: [`https://cdn.example\t${world.collectors.site}`] }),
);
pair("csp-top-level", (world) =>
  declares(world, "csp-top-level", { connectDomains: [`http://*.example:${port(world)}`] }),
);
pair("csp-loopback", (world) =>
  declares(
    world,
    "csp-loopback",
    { connectDomains: [world.collectors.origin] },
    { address: world.collectors.origin },
  ),
);
pair("csp-blocked-origin", (world) =>
  declares(
    world,
    "csp-blocked-origin",
    { connectDomains: [world.collectors.site] },
    { vitrine: { origins: { block: ["http://*.collector.example"] } } },
  ),
);

pair("csp-proxy-labels", async ({ start, collectors }) => {
  const host = await start({ mcpServers: {} });
  const bootstrap = await fetch(`${host.url}/api/bootstrap`, {
    headers: { authorization: "Bearer e2e-token" },
  });
  const { sandbox } = (await bootstrap.json()) as { sandbox: { proxy: string } };
  const { host: name, port: at } = new URL(sandbox.proxy);
  const view = encodeURIComponent(`${new URL(collectors.site).host} http://x`);
  const path = `/?host=${encodeURIComponent(host.url)}&view=${view}`;
  const csp = await new Promise<string>((resolve, reject) => {
    const headers = { host: name, "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe" };
    const request = httpRequest({ host: "127.0.0.1", port: at, path, headers }, (response) => {
      response.resume();
      resolve(String(response.headers["content-security-policy"] ?? ""));
    });
    request.on("error", reject);
    request.end();
  });
  return csp.includes(collectors.site);
});
