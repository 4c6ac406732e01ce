import { testView } from "../fixtures/test-view.ts";
import type { World } from "./pair.ts";
import { plainTool, templateOf, viewTool, type RawServer } from "./raw-http-server.ts";

/** A server whose View `show` runs `script`, opened by a person; every tool may be called unasked. */
export async function runView(
  { serveRaw, start, workbench }: World,
  script: string,
  more: {
    readonly tools?: readonly object[];
    readonly body?: string;
    readonly slow?: number;
    readonly vitrine?: object;
  } = {},
): Promise<{ readonly server: RawServer; readonly url: string }> {
  const { tools = [], body = "", slow = 0 } = more;
  const server = await serveRaw({
    tools: () => [viewTool("show"), plainTool("leak"), ...tools],
    read: (uri) => [templateOf(uri, testView(script, { body }))],
    slow,
  });
  const vitrine = more.vitrine ?? { policy: [{ server: "*", verdict: "allow" }] };
  const host = await start({ mcpServers: { evil: { url: server.url } }, vitrine });
  await workbench.open(host.url);
  await workbench.run("evil", "show");
  return { server, url: host.url };
}
