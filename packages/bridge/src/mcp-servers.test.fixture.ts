import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as LegacyServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { createMcpHandler, fromJsonSchema, McpServer } from "@modelcontextprotocol/server";
import { onTestFinished } from "vitest";
import type { McpTarget } from "./mcp-client.ts";
import { connectMcp, type ConnectMcpOptions, type McpConnection } from "./mcp-connection.ts";
import type { ServerTool } from "./server-tool.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";

/** The template of each of these servers. */
export const APP = "ui://shop/app";

export const URL_OF_SERVER = new URL("https://shop.example/mcp");

/** Connects, until the test ends. */
export async function connect(
  target: McpTarget,
  options: Partial<ConnectMcpOptions> = {},
): Promise<McpConnection> {
  const connection = await connectMcp({
    name: "shop",
    info: { name: "vitrine", version: "0.1.0" },
    target,
    onClose: () => {},
    onToolsChanged: () => {},
    onResourcesChanged: () => {},
    onResourceUpdated: () => {},
    ...options,
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** One of the tools that the server lists. */
export async function toolNamed(connection: McpConnection, name: string): Promise<ServerTool> {
  const { tools } = await connection.listTools();
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  return tool;
}

/** A server of the 2026-07-28 era, and what it was asked. */
export interface Modern {
  readonly fetch: typeof fetch;
  readonly handler: ReturnType<typeof createMcpHandler>;
  readonly requests: { readonly method: string; readonly headers: Headers; readonly body: RpcBody }[];
}

interface RpcBody {
  readonly id?: string | number;
  readonly params?: { readonly _meta?: Record<string, unknown>; readonly name?: string };
}

/** A stateless server of the SDK, without a socket. */
export function modernServer(html = "<p>modern", name = "shop"): Modern {
  const requests: Modern["requests"] = [];
  const handler = createMcpHandler(
    () => {
      const server = new McpServer(
        { name, version: "1.0.0" },
        {
          capabilities: {
            tools: { listChanged: true },
            resources: { listChanged: true, subscribe: true },
          },
          cacheHints: { "resources/read": { ttlMs: 60_000, cacheScope: "public" } },
        },
      );
      const region = { type: "string", "x-mcp-header": "Region" };
      server.registerTool(
        "show",
        {
          inputSchema: fromJsonSchema<{ region?: string }>({ type: "object", properties: { region } }),
          _meta: { ui: { resourceUri: APP } },
        },
        ({ region: asked }) => ({ content: [{ type: "text", text: `region ${asked ?? "none"}` }] }),
      );
      server.registerTool("slow", { inputSchema: fromJsonSchema({ type: "object" }) }, async (_args, ctx) => {
        await new Promise((resolve) => ctx.mcpReq.signal.addEventListener("abort", resolve));
        return { content: [] };
      });
      server.registerTool(
        "lying",
        {
          inputSchema: fromJsonSchema({ type: "object" }),
          outputSchema: fromJsonSchema({
            type: "object",
            properties: { n: { type: "number" } },
            required: ["n"],
          }),
        },
        () => ({ content: [], structuredContent: { n: 1, text: `${"a".repeat(30)}!` } }),
      );
      server.registerTool("failing", { inputSchema: fromJsonSchema({ type: "object" }) }, () => ({
        content: [{ type: "text", text: "no stock" }],
        isError: true,
      }));
      server.registerResource(
        "app",
        APP,
        { mimeType: TEMPLATE_MIME_TYPE, _meta: { ui: { domain: "shop" } } },
        () => ({
          contents: [{ uri: APP, mimeType: TEMPLATE_MIME_TYPE, text: html }],
        }),
      );
      server.registerResource("notes", "file:///notes", {}, () => ({ contents: [] }));
      return server;
    },
    { keepAliveMs: 0 },
  );
  onTestFinished(() => handler.close());
  return {
    handler,
    requests,
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = (await request.clone().json()) as RpcBody & { readonly method: string };
      requests.push({ method: body.method, headers: request.headers, body });
      return handler.fetch(request);
    },
  };
}

/** A server of which every answer is written down here, in the shape of the modern era. */
export function scriptedServer(answers: Readonly<Record<string, unknown>>): typeof fetch {
  const discovered = {
    supportedVersions: ["2026-07-28"],
    capabilities: { tools: {}, resources: {} },
    ttlMs: 0,
    cacheScope: "private",
  };
  const hints = { resultType: "complete", ttlMs: 0, cacheScope: "private" };
  const known: Readonly<Record<string, unknown>> = {
    "server/discover": { result: { ...hints, ...discovered } },
    ...answers,
  };
  return async (input, init) => {
    const { id, method } = (await new Request(input, init).json()) as {
      readonly id: number;
      readonly method: string;
    };
    const answer = known[method] ?? { error: { code: -32601, message: "Method not found" } };
    return answer instanceof Response ? answer.clone() : Response.json({ jsonrpc: "2.0", id, ...answer });
  };
}

/** A server of the 2025-11-25 era, of the SDK of that time. */
export function legacyServer(): LegacyServer {
  const server = new LegacyServer(
    { name: "old-shop", version: "0.9.0" },
    { capabilities: { tools: { listChanged: true } } },
  );
  server.registerTool("show", { _meta: { ui: { resourceUri: APP } } }, () => ({
    content: [{ type: "text", text: "old" }],
  }));
  server.registerResource("app", APP, { mimeType: TEMPLATE_MIME_TYPE }, () => ({
    contents: [{ uri: APP, mimeType: TEMPLATE_MIME_TYPE, text: "<p>old" }],
  }));
  return server;
}

/** The same, connected to a transport. */
export async function legacyInMemory(): Promise<{
  readonly server: LegacyServer;
  readonly target: McpTarget;
}> {
  const server = legacyServer();
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  onTestFinished(() => server.close());
  return { server, target: { transport: () => near } };
}
