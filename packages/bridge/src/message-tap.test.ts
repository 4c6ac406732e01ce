import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { describe, expect, test, vi } from "vitest";
import { RpcError } from "./json-rpc.ts";
import { APP, connect, modernServer, scriptedServer, URL_OF_SERVER } from "./mcp-servers.test.fixture.ts";
import type { ServerTool } from "./server-tool.ts";

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

  test("costs the same when the server writes the id of its answer as a text", async () => {
    const plain = listing([sound, { ...sound, description: "second" }]);
    const asText: typeof fetch = async (input, init) => {
      const answer = (await (await plain(input, init)).json()) as { readonly id: number };
      return Response.json({ ...answer, id: String(answer.id) });
    };
    const connection = await connect({ url: URL_OF_SERVER, fetch: asText });
    const { tools, issues } = await connection.listTools();
    expect(tools).toHaveLength(1);
    expect(issues).toEqual([expect.stringContaining("is declared twice")]);
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
