import {
  Client,
  InMemoryResponseCacheStore,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { VitrineError } from "./errors.ts";
import {
  APP,
  connect,
  legacyInMemory,
  legacyServer,
  modernServer,
  scriptedServer,
  toolNamed,
  URL_OF_SERVER,
} from "./mcp-servers.test.fixture.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";

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

  test("is not kept busy by an output schema: pattern and text are both the server's", async () => {
    const { fetch } = modernServer();
    const connection = await connect({ url: URL_OF_SERVER, fetch });
    const lying = await toolNamed(connection, "lying");
    const outputSchema = { type: "object", properties: { text: { pattern: "^(a+)+$" } } } as const;
    const stalling = { ...lying, definition: { ...lying.definition, outputSchema } };
    const started = performance.now();
    await expect(connection.callTool({ tool: stalling, arguments: {} })).rejects.toThrow(/of the pattern/);
    // The browser's own engine takes a minute over it.
    expect(performance.now() - started).toBeLessThan(4000);
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
    connection.listen([APP]);
    await vi.waitFor(() => expect(server.requests.at(-1)?.method).toBe("subscriptions/listen"));
    await vi.waitFor(() => {
      server.handler.notify.toolsChanged();
      server.handler.notify.resourcesChanged();
      server.handler.notify.resourceUpdated(APP);
      server.handler.notify.resourceUpdated("ui://shop/other");
      expect(new Set(told)).toEqual(new Set(["tools", "resources", APP]));
    });
    expect(server.requests.filter(({ method }) => method === "subscriptions/listen")).toHaveLength(1);
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
