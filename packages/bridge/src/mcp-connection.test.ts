import {
  Client,
  InMemoryResponseCacheStore,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as LegacyServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { createMcpHandler, fromJsonSchema, McpServer } from "@modelcontextprotocol/server";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { VitrineError } from "./errors.ts";
import { RpcError } from "./json-rpc.ts";
import { connectMcp, type ConnectMcpOptions, type McpConnection } from "./mcp-connection.ts";
import type { McpTarget } from "./mcp-client.ts";
import type { ServerTool } from "./server-tool.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";

const URL_OF_SERVER = new URL("https://shop.example/mcp");
const APP = "ui://shop/app";

async function connect(target: McpTarget, options: Partial<ConnectMcpOptions> = {}): Promise<McpConnection> {
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

interface Modern {
  readonly fetch: typeof fetch;
  readonly handler: ReturnType<typeof createMcpHandler>;
  readonly requests: { readonly method: string; readonly headers: Headers; readonly body: RpcBody }[];
}

interface RpcBody {
  readonly id?: string | number;
  readonly params?: { readonly _meta?: Record<string, unknown>; readonly name?: string };
}

/** A stateless server of the SDK, without a socket. */
function modernServer(html = "<p>modern", name = "shop"): Modern {
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
        () => ({ content: [], structuredContent: { n: 1 } }),
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
function scriptedServer(answers: Readonly<Record<string, unknown>>): typeof fetch {
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

function legacyServer(): LegacyServer {
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

async function legacyInMemory(): Promise<{ readonly server: LegacyServer; readonly target: McpTarget }> {
  const server = legacyServer();
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  onTestFinished(() => server.close());
  return { server, target: { transport: () => near } };
}

async function toolNamed(connection: McpConnection, name: string): Promise<ServerTool> {
  const { tools } = await connection.listTools();
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  return tool;
}

describe("a connection to a 2026-07-28 server", () => {
  test("speaks that revision and announces the UI extension, and nothing that this host does not do", async () => {
    const server = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch: server.fetch });
    expect(connection).toMatchObject({
      era: "modern",
      protocolVersion: "2026-07-28",
      serverInfo: { name: "shop" },
    });
    expect(server.requests.map(({ method }) => method)).toEqual(["server/discover"]);
    expect(server.requests[0]?.body.params?.["_meta"]).toMatchObject({
      "io.modelcontextprotocol/clientCapabilities": {
        extensions: { "io.modelcontextprotocol/ui": { mimeTypes: [TEMPLATE_MIME_TYPE] } },
      },
    });
    expect(JSON.stringify(server.requests[0]?.body)).not.toMatch(/elicitation|sampling|roots/);
  });

  test("lists tools and UI resources, and reads a template", async () => {
    const { fetch } = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    expect((await toolNamed(connection, "show")).templateUri).toBe(APP);
    expect(await connection.listUiResources()).toEqual(new Map([[APP, { ui: { domain: "shop" } }]]));
    expect(await connection.readResource(APP)).toMatchObject({
      contents: [{ uri: APP, text: "<p>modern" }],
      ttlMs: 60_000,
      cacheScope: "public",
    });
  });

  test("asks the server for a template each time: the SDK's cache answers nothing", async () => {
    const server = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch: server.fetch });
    await connection.readResource(APP);
    await connection.readResource(APP);
    expect(server.requests.filter(({ method }) => method === "resources/read")).toHaveLength(2);
  });

  test("gives the contents as they came, with the fields that the SDK's schema would cut off", async () => {
    const contents = [{ uri: APP, text: "<p>", blob: "PHA+", meta: { ui: { domain: "shop" } } }];
    const result = { resultType: "complete", ttlMs: 0, cacheScope: "private", contents };
    const fetch = scriptedServer({ "resources/read": { result } });
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    expect(await connection.readResource(APP)).toMatchObject({ contents });
  });

  test("sends the headers of the caller, e.g. the token of the relay", async () => {
    const server = modernServer();
    await connect({ url: URL_OF_SERVER, fetch: server.fetch, headers: { Authorization: "Bearer t" } });
    expect(server.requests[0]?.headers.get("authorization")).toBe("Bearer t");
  });

  test("passes results on, a tool's own failure included", async () => {
    const { fetch } = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    const failing = await toolNamed(connection, "failing");
    expect(await connection.callTool({ tool: failing, arguments: {} })).toMatchObject({
      isError: true,
      content: [{ text: "no stock" }],
    });
  });

  test("sends the trace of a call", async () => {
    const server = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch: server.fetch });
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    await connection.callTool({ tool: await toolNamed(connection, "show"), arguments: {}, traceparent });
    await connection.readResource(APP, { traceparent });
    const traces = server.requests.map(({ method, body }) => [
      method,
      body.params?.["_meta"]?.["traceparent"],
    ]);
    expect(traces).toContainEqual(["tools/call", traceparent]);
    expect(traces).toContainEqual(["resources/read", traceparent]);
  });

  test("refuses structured content that does not fit the tool's output schema", async () => {
    const { fetch } = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    const lying = await toolNamed(connection, "lying");
    const strict = {
      ...lying,
      definition: { ...lying.definition, outputSchema: { type: "object", required: ["m"] } },
    };
    await expect(connection.callTool({ tool: strict, arguments: {} })).rejects.toThrow(
      /does not match the tool's output schema/,
    );
  });

  test("tells about changes of the lists and of a template", async () => {
    const server = modernServer();
    const told: string[] = [];
    const connection = await connect(
      { url: URL_OF_SERVER, fetch: server.fetch },
      {
        onToolsChanged: () => told.push("tools"),
        onResourcesChanged: () => told.push("resources"),
        onResourceUpdated: (uri) => told.push(uri),
      },
    );
    connection.listen([APP]);
    await vi.waitFor(() => expect(server.requests.at(-1)?.method).toBe("subscriptions/listen"));
    await vi.waitFor(() => {
      server.handler.notify.toolsChanged();
      server.handler.notify.resourcesChanged();
      server.handler.notify.resourceUpdated(APP);
      server.handler.notify.resourceUpdated("ui://shop/other");
      expect(new Set(told)).toEqual(new Set(["tools", "resources", APP]));
    });
  });
});

describe("arguments that the server wants in headers", () => {
  afterEach(() => vi.unstubAllGlobals());
  const inBrowser = (): void => {
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", {});
  };

  test("are mirrored in a browser", async () => {
    inBrowser();
    const server = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch: server.fetch });
    const show = await toolNamed(connection, "show");
    const result = await connection.callTool({ tool: show, arguments: { region: "Köln " } });
    expect(result.content).toEqual([{ type: "text", text: "region Köln " }]);
    expect(server.requests.at(-1)?.headers.get("mcp-param-region")).toBe("=?base64?S8O2bG4g?=");
  });

  test("are not mirrored by the SDK there, and its server refuses the call", async () => {
    inBrowser();
    const { fetch } = modernServer();
    const client = new Client({ name: "plain", version: "1" }, { versionNegotiation: { mode: "auto" } });
    await client.connect(new StreamableHTTPClientTransport(URL_OF_SERVER, { fetch }));
    await client.listTools();
    await expect(client.callTool({ name: "show", arguments: { region: "eu" } })).rejects.toMatchObject({
      code: -32020,
    });
  });
});

describe("a connection to a 2025-11-25 server", () => {
  test("falls back to it, and does the same", async () => {
    const { target } = await legacyInMemory();
    const connection = await connect(target);
    expect(connection).toMatchObject({
      era: "legacy",
      protocolVersion: "2025-11-25",
      serverInfo: { name: "old-shop" },
    });
    const show = await toolNamed(connection, "show");
    expect(show.templateUri).toBe(APP);
    expect(await connection.callTool({ tool: show, arguments: {} })).toMatchObject({
      content: [{ text: "old" }],
    });
    expect(await connection.readResource(APP)).toMatchObject({ contents: [{ text: "<p>old" }] });
    expect(await connection.listUiResources()).toEqual(new Map([[APP, undefined]]));
  });

  test("tells about changes that the server announces unasked", async () => {
    const { server, target } = await legacyInMemory();
    const onToolsChanged = vi.fn();
    await connect(target, { onToolsChanged });
    server.sendToolListChanged();
    await vi.waitFor(() => expect(onToolsChanged).toHaveBeenCalledOnce());
  });

  test("passes other notifications on", async () => {
    const { server, target } = await legacyInMemory();
    const onNotification = vi.fn();
    await connect(target, { onNotification });
    await server.server.notification({ method: "notifications/custom", params: { a: 1 } });
    await vi.waitFor(() => expect(onNotification).toHaveBeenCalledWith("notifications/custom", { a: 1 }));
  });

  test("says when the server ended it, and not when we did", async () => {
    const { server, target } = await legacyInMemory();
    const onClose = vi.fn();
    const connection = await connect(target, { onClose });
    await server.close();
    await vi.waitFor(() =>
      expect(onClose).toHaveBeenCalledExactlyOnceWith('The server "shop" closed the connection.'),
    );
    await expect(connection.readResource(APP)).rejects.toMatchObject({ code: "server-gone" });

    const other = vi.fn();
    const closed = await connect((await legacyInMemory()).target, { onClose: other });
    await closed.close();
    await closed.close();
    expect(other).not.toHaveBeenCalled();
    await expect(closed.readResource(APP)).rejects.toMatchObject({ code: "closed" });
  });

  test("says when the server has forgotten its session", async () => {
    const server = legacyServer();
    const far = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => "s1" });
    await server.connect(far);
    let known = true;
    const onClose = vi.fn();
    const connection = await connect(
      {
        url: URL_OF_SERVER,
        fetch: (input, init) =>
          known
            ? far.handleRequest(new Request(input, init))
            : Promise.resolve(Response.json({}, { status: 404 })),
      },
      { onClose },
    );
    expect(connection.era).toBe("legacy");
    known = false;
    await expect(connection.readResource(APP)).rejects.toMatchObject({ code: "server-gone" });
    expect(onClose).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("has forgotten this session"));
  });
});

describe("a list with a malformed entry", () => {
  const sound = { name: "sound", inputSchema: { type: "object" } };
  const hints = { resultType: "complete", ttlMs: 0, cacheScope: "private" };
  const listing = (tools: readonly unknown[]): typeof fetch =>
    scriptedServer({ "tools/list": { result: { ...hints, tools } } });

  test.each([
    ["no schema", { name: "bad" }, "inputSchema is malformed"],
    [
      "a schema of another type",
      { name: "bad", inputSchema: { type: "string" } },
      "inputSchema.type is malformed",
    ],
    ["a name that is none", { name: 7, inputSchema: { type: "object" } }, "name is malformed"],
    ["no object at all", "bad", "the entry is malformed"],
    ["an empty name", { name: "", inputSchema: { type: "object" } }, "it has no name"],
    ["a name that is taken", { ...sound, description: "second" }, "is declared twice"],
    [
      "an invalid x-mcp-header",
      {
        name: "bad",
        inputSchema: { type: "object", properties: { a: { type: "string", "x-mcp-header": "a b" } } },
      },
      "x-mcp-header is invalid",
    ],
  ])("costs one tool and not the list: %s", async (_what, bad, problem) => {
    const connection = await connect({ url: URL_OF_SERVER, fetch: listing([sound, bad]) });
    const { tools, issues } = await connection.listTools();
    expect(tools.map(({ name, description }) => [name, description])).toEqual([["sound", ""]]);
    expect(issues).toEqual([expect.stringContaining(problem)]);
    expect(await connection.listTools()).toEqual({ tools, issues });
  });

  test("costs the whole list without the tap", async () => {
    const client = new Client({ name: "plain", version: "1" }, { versionNegotiation: { mode: "auto" } });
    const fetch = listing([sound, { name: "bad" }]);
    await client.connect(new StreamableHTTPClientTransport(URL_OF_SERVER, { fetch }));
    await expect(client.listTools()).rejects.toThrow();
  });

  test("may have an output of any type in 2026-07-28", async () => {
    const listOutput = { ...sound, outputSchema: { type: "array" } };
    const connection = await connect({ url: URL_OF_SERVER, fetch: listing([listOutput]) });
    expect((await connection.listTools()).tools).toHaveLength(1);
  });

  test("costs one listed resource, and no UI resource is lost for it", async () => {
    const resources = [{ uri: 7 }, { uri: APP, name: "app", _meta: { ui: {} } }];
    const fetch = scriptedServer({ "resources/list": { result: { ...hints, resources } } });
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    expect(await connection.listUiResources()).toEqual(new Map([[APP, { ui: {} }]]));
  });

  test.each([
    ["does not know the method", { error: { code: -32601, message: "Method not found" } }],
    ["has no such page", new Response("gone", { status: 404 })],
  ])("is an empty list of resources when the server %s", async (_what, answer) => {
    const connection = await connect({
      url: URL_OF_SERVER,
      fetch: scriptedServer({ "resources/list": answer }),
    });
    expect(await connection.listUiResources()).toEqual(new Map());
  });
});

describe("a request that ends badly", () => {
  const tool: ServerTool = {
    name: "slow",
    title: "",
    description: "",
    inputSchema: { type: "object" },
    visibility: [],
    definition: { name: "slow", inputSchema: { type: "object" } },
  };

  test("is cancelled by its signal", async () => {
    const server = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch: server.fetch });
    const giveUp = new AbortController();
    const call = connection.callTool({ tool, arguments: {}, signal: giveUp.signal });
    await vi.waitFor(() => expect(server.requests.at(-1)?.method).toBe("tools/call"));
    giveUp.abort("the View was closed");
    await expect(call).rejects.toMatchObject({
      code: "cancelled",
      message: "Cancelled: the View was closed",
    });
  });

  test("times out", async () => {
    const { fetch } = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    const call = connection.callTool({ tool, arguments: {}, timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({ code: "timeout" });
  });

  test("fails at once when the stream ends without an answer", async () => {
    const torn = new Response("event: ping\ndata:\n\n", { headers: { "content-type": "text/event-stream" } });
    const connection = await connect({ url: URL_OF_SERVER, fetch: scriptedServer({ "tools/call": torn }) });
    await expect(connection.callTool({ tool, arguments: {} })).rejects.toMatchObject({ code: "server-gone" });
  });

  test("keeps the server's own error as it is", async () => {
    const error = { code: -32042, message: "Pay first", data: { url: "https://pay.example" } };
    const connection = await connect({
      url: URL_OF_SERVER,
      fetch: scriptedServer({ "tools/call": { error } }),
    });
    const failure: unknown = await connection
      .callTool({ tool, arguments: {} })
      .catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(RpcError);
    expect(failure).toMatchObject(error);
  });

  test("cannot be passed off as a torn stream by the server", async () => {
    const error = { code: -32000, message: "no", data: { reason: "stream-ended" } };
    const connection = await connect({
      url: URL_OF_SERVER,
      fetch: scriptedServer({ "tools/call": { error } }),
    });
    await expect(connection.callTool({ tool, arguments: {} })).rejects.toBeInstanceOf(RpcError);
  });
});

describe("a client that is connected already", () => {
  test("is used, and stays its owner's", async () => {
    const { server, target } = await legacyInMemory();
    const transport = "transport" in target ? target.transport() : undefined;
    const client = new Client({ name: "agent", version: "1" });
    const ownHandler = vi.fn();
    client.setNotificationHandler("notifications/tools/list_changed", ownHandler);
    if (transport) await client.connect(transport);
    const onToolsChanged = vi.fn();
    const connection = await connect({ client }, { onToolsChanged });
    expect((await connection.listTools()).tools).toHaveLength(1);

    server.sendToolListChanged();
    await vi.waitFor(() => expect(onToolsChanged).toHaveBeenCalledOnce());
    expect(ownHandler).toHaveBeenCalledOnce();

    await connection.close();
    server.sendToolListChanged();
    await vi.waitFor(() => expect(ownHandler).toHaveBeenCalledTimes(2));
    expect(onToolsChanged).toHaveBeenCalledOnce();
    expect((await client.listTools()).tools).toHaveLength(1);
  });

  test("is refused when it is not", async () => {
    const client = new Client({ name: "agent", version: "1" });
    await expect(connect({ client })).rejects.toBeInstanceOf(VitrineError);
  });
});

describe("two servers that claim the same name and version", () => {
  const clientWith = async (
    responseCacheStore: InMemoryResponseCacheStore,
    fetch: typeof globalThis.fetch,
  ): Promise<Client> => {
    const client = new Client(
      { name: "agent", version: "1" },
      { versionNegotiation: { mode: "auto" }, responseCacheStore },
    );
    await client.connect(new StreamableHTTPClientTransport(URL_OF_SERVER, { fetch }));
    return client;
  };

  test("do not answer for each other, even through clients that share a cache", async () => {
    const shared = new InMemoryResponseCacheStore();
    const evil = await clientWith(shared, modernServer("<p>evil").fetch);
    await evil.readResource({ uri: APP });
    const good = await connect({ client: await clientWith(shared, modernServer("<p>good").fetch) });
    expect(await good.readResource(APP)).toMatchObject({ contents: [{ text: "<p>good" }] });
  });

  test("do answer for each other when the cache is believed", async () => {
    const shared = new InMemoryResponseCacheStore();
    const evil = await clientWith(shared, modernServer("<p>evil").fetch);
    await evil.readResource({ uri: APP });
    const good = await clientWith(shared, modernServer("<p>good").fetch);
    expect(await good.readResource({ uri: APP })).toMatchObject({ contents: [{ text: "<p>evil" }] });
  });
});
