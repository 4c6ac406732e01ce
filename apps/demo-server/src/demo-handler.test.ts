import { isToolVisibilityAppOnly } from "@modelcontextprotocol/ext-apps/app-bridge";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, test } from "vitest";
import { createDemoHandler, type DemoHandler } from "./demo-handler.ts";
import { createMemoryStore } from "./store.ts";
import { viewUris } from "./views.ts";

const url = "http://127.0.0.1:4100/mcp";
const now = (): number => Date.parse("2026-11-20T12:00:00Z");
const readView = async (name: string): Promise<string> => `<!doctype html><title>${name}</title>`;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function createHandler(accessLog?: (message: unknown) => void): DemoHandler {
  const handler = createDemoHandler({
    store: createMemoryStore({ now }),
    readView,
    now,
    ...(accessLog && { accessLog }),
  });
  open.push(handler);
  return handler;
}

interface Wire {
  readonly request: Request;
  readonly body: unknown;
}

async function connect(
  handler: DemoHandler,
  mode: "auto" | "legacy" | { pin: "2026-07-28" } = { pin: "2026-07-28" },
  wire: Wire[] = [],
): Promise<Client> {
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode } });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: async (target, init) => {
      const request = new Request(target, init);
      const response = await handler.fetch(request.clone());
      const type = response.headers.get("content-type") ?? "";
      const body: unknown = type.includes("json") ? await response.clone().json() : undefined;
      wire.push({ request, body });
      return response;
    },
  });
  await client.connect(transport);
  open.push(client);
  return client;
}

function resultOf(wire: readonly Wire[], method: string): unknown {
  return wire.find(({ request }) => request.headers.get("mcp-method") === method)?.body;
}

async function toolNames(client: Client): Promise<string[]> {
  const { tools } = await client.listTools();
  return tools.map((tool) => tool.name);
}

function revenueOf(rows: readonly { readonly revenue: number }[]): number {
  return rows.reduce((total, row) => total + row.revenue, 0);
}

async function openBasket(client: Client): Promise<string> {
  const { structuredContent } = await client.callTool({ name: "open_basket", arguments: {} });
  return (structuredContent as { basket_id: string }).basket_id;
}

describe("A client", () => {
  test("that asks for 2026-07-28 gets it", async () => {
    const client = await connect(createHandler());
    expect(client.getProtocolEra()).toBe("modern");
    expect(client.getServerCapabilities()?.extensions).toHaveProperty("io.modelcontextprotocol/ui");
  });

  test("of 2025-11-25 is served the same tools", async () => {
    const handler = createHandler();
    const legacy = await connect(handler, "legacy");
    const modern = await connect(handler);
    expect(legacy.getNegotiatedProtocolVersion()).toBe("2025-11-25");
    expect(await toolNames(legacy)).toEqual(await toolNames(modern));
    expect(await legacy.callTool({ name: "list_teas", arguments: {} })).toHaveProperty("structuredContent");
  });
});

describe("On the wire", () => {
  test.each([
    ["server/discover", async () => undefined],
    ["tools/list", async (client: Client) => client.listTools()],
    ["resources/list", async (client: Client) => client.listResources()],
    ["resources/read", async (client: Client) => client.readResource({ uri: viewUris.basket })],
  ])("%s says how long and for whom it may be cached", async (method, ask) => {
    const wire: Wire[] = [];
    const client = await connect(createHandler(), { pin: "2026-07-28" }, wire);
    await ask(client);
    expect(resultOf(wire, method)).toMatchObject({ result: { ttlMs: 300_000, cacheScope: "public" } });
  });
});

describe("The tools", () => {
  test("all say in words and hints what they do", async () => {
    const { tools } = await (await connect(createHandler())).listTools();
    for (const tool of tools) {
      expect(tool).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        outputSchema: expect.any(Object),
        annotations: { readOnlyHint: expect.any(Boolean), openWorldHint: false },
      });
    }
  });

  test("are open to the model and to Views as they declare", async () => {
    const { tools } = await (await connect(createHandler())).listTools();
    const hidden = tools.filter(isToolVisibilityAppOnly);
    expect(hidden.map((tool) => tool.name).toSorted()).toEqual(["poll_sales", "query_sales", "remove_item"]);
  });

  test("fill, empty and pay a basket by its handle", async () => {
    const client = await connect(createHandler());
    const basket_id = await openBasket(client);
    const call = async (name: string, args: object = {}): Promise<unknown> =>
      (await client.callTool({ name, arguments: { basket_id, ...args } })).structuredContent;
    expect(await call("add_item", { sku: "assam", quantity: 2 })).toMatchObject({ count: 2, total: 18 });
    expect(await call("add_item", { sku: "verbena", quantity: 1 })).toMatchObject({ count: 3, total: 25.5 });
    expect(await call("remove_item", { sku: "assam" })).toMatchObject({ count: 1, total: 7.5 });
    expect(await call("empty_basket")).toMatchObject({ count: 0, total: 0, lines: [] });
    await call("add_item", { sku: "assam", quantity: 1 });
    const paid = await call("pay_basket");
    expect(paid).toMatchObject({ status: "paid", receipt: { paid_at: "2026-11-20T12:00:00.000Z" } });
    expect(await call("pay_basket")).toEqual(paid);
    expect(await call("show_basket")).toEqual(paid);
  });

  test.each([
    ["show_basket", { basket_id: "basket_none" }, "There is no basket basket_none"],
    ["pay_basket", { basket_id: "basket_none" }, "There is no basket basket_none"],
    ["query_sales", { from: "2026-11-10", to: "2026-11-01" }, "The first day, 2026-11-10, is after"],
    ["query_sales", { from: "2026-01-01", to: "2026-11-01" }, "at most 92 days"],
    ["tea_card", { sku: "coffee" }, "asatsuyu"],
  ])("%s answers an error that says why", async (name, args, reason) => {
    const client = await connect(createHandler());
    const result = await client.callTool({ name, arguments: args });
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(reason) }] });
  });

  test("list teas by kind and price", async () => {
    const client = await connect(createHandler());
    const { structuredContent } = await client.callTool({
      name: "list_teas",
      arguments: { kind: "oolong", max_price: 16 },
    });
    expect(structuredContent).toMatchObject({ teas: [{ sku: "iron-goddess", price: 15.5 }] });
  });

  test("show a tea with its picture", async () => {
    const client = await connect(createHandler());
    const { content } = await client.callTool({ name: "tea_card", arguments: { sku: "dong-ding" } });
    expect(content).toMatchObject([
      { type: "text", text: expect.stringContaining("Dong Ding Charcoal") },
      { type: "image", mimeType: "image/svg+xml" },
    ]);
  });

  test("answer the dashboard, then only what is new since", async () => {
    const client = await connect(createHandler());
    const { structuredContent: first } = await client.callTool({ name: "sales_dashboard", arguments: {} });
    expect(first).toMatchObject({ at: "2026-11-20T12:00:00.000Z", orders: { length: 6 } });
    const { structuredContent: next } = await client.callTool({
      name: "poll_sales",
      arguments: { since: "2026-11-20T12:00:00Z" },
    });
    expect(next).toEqual({ ...(first as object), orders: [] });
  });

  test("answer a chart whose rows add up, whatever they are grouped by", async () => {
    const client = await connect(createHandler());
    const span = { from: "2026-11-01", to: "2026-11-07" };
    const { structuredContent: byDay } = await client.callTool({ name: "sales_chart", arguments: span });
    const { structuredContent: byKind } = await client.callTool({
      name: "query_sales",
      arguments: { ...span, group_by: "kind" },
    });
    const day = byDay as { rows: { key: string; revenue: number }[]; revenue: number };
    const kind = byKind as typeof day;
    expect(day.rows.map((row) => row.key)).toEqual(
      ["01", "02", "03", "04", "05", "06", "07"].map((d) => `2026-11-${d}`),
    );
    expect(revenueOf(day.rows)).toBe(day.revenue);
    expect(revenueOf(kind.rows)).toBe(day.revenue);
  });

  test("take the region of stock_by_region from the header too", async () => {
    const wire: Wire[] = [];
    const client = await connect(createHandler(), { pin: "2026-07-28" }, wire);
    await client.listTools();
    const result = await client.callTool({ name: "stock_by_region", arguments: { region: "eu" } });
    expect(wire.at(-1)?.request.headers.get("mcp-param-region")).toBe("eu");
    expect(result.structuredContent).toMatchObject({ region: "eu", stock: { length: 8 } });
  });
});

describe("A UI resource", () => {
  test("is listed and read with the same metadata, for every View", async () => {
    const client = await connect(createHandler());
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(Object.values(viewUris));
    for (const { uri, mimeType, _meta } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(mimeType).toBe("text/html;profile=mcp-app");
      expect(_meta).toMatchObject({ ui: { prefersBorder: true } });
      expect(contents).toMatchObject([
        { uri, mimeType, _meta, text: expect.stringContaining("<!doctype html>") },
      ]);
    }
  });
});

describe("A slow restock", () => {
  test("tells how far it is and then answers the new stock", async () => {
    const client = await connect(createHandler());
    const seen: (string | undefined)[] = [];
    const result = await client.callTool(
      { name: "restock", arguments: { sku: "assam", cases: 2, seconds: 0 } },
      { onprogress: ({ message }) => seen.push(message) },
    );
    expect(seen).toEqual([
      "Booking the van",
      "Loading",
      "On the road",
      "Unloading",
      "Counting tins",
      "Shelving",
    ]);
    expect(result.structuredContent).toMatchObject({ sku: "assam", cases: 2 });
  });

  test("changes nothing when it is cancelled", async () => {
    const store = createMemoryStore({ now });
    const handler = createDemoHandler({ store, readView, now });
    open.push(handler);
    const client = await connect(handler);
    const before = await store.stock("assam");
    const cancel = new AbortController();
    const call = client.callTool(
      { name: "restock", arguments: { sku: "assam", cases: 2, seconds: 120 } },
      { signal: cancel.signal, onprogress: () => cancel.abort("enough") },
    );
    await expect(call).rejects.toThrow("enough");
    expect(await store.stock("assam")).toEqual(before);
  });
});

describe("The access log", () => {
  test("hears of a tool call before the tool runs, and of no refused one", async () => {
    const heard: unknown[] = [];
    const handler = createHandler((message) => heard.push(message));
    const client = await connect(handler);
    await client.callTool({ name: "list_teas", arguments: { kind: "white" } });
    const call = { method: "tools/call", params: { name: "list_teas", arguments: { kind: "white" } } };
    expect(heard).toContainEqual(
      expect.objectContaining({ ...call, params: expect.objectContaining(call.params) }),
    );
    const before = heard.length;
    await handler.fetch(post({ origin: "https://evil.example" }));
    expect(heard).toHaveLength(before);
  });
});

function post(headers: Record<string, string>, name = "list_teas", args: object = {}): Request {
  const envelope = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return new Request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": name,
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name, arguments: args, _meta: envelope },
    }),
  });
}

describe("A request from elsewhere", () => {
  test.each([
    ["a page of another site", { origin: "https://evil.example" }],
    ["a page that only looks local", { origin: "http://localhost.evil.example" }],
    ["a page without an origin of its own", { origin: "null" }],
    ["a rebound DNS name", { host: "evil.example" }],
  ])("is refused: %s", async (_who, headers) => {
    const response = await createHandler().fetch(post(headers));
    expect(response.status).toBe(403);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });

  test.each([
    ["a local page", { origin: "http://localhost:5180" }],
    ["a local View", { origin: "http://a.b.localhost:5181" }],
    ["a loopback address", { origin: "http://127.0.0.1:5180" }],
    ["no page at all", {}],
    ["a loopback host name", { host: "localhost:4100" }],
  ])("is served when it is %s", async (_who, headers: Record<string, string>) => {
    const response = await createHandler().fetch(post(headers));
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(headers["origin"] ?? null);
  });
});

describe("A browser", () => {
  test("may send every header of the protocol after one preflight", async () => {
    const response = await createHandler().fetch(
      new Request(url, {
        method: "OPTIONS",
        headers: {
          origin: "http://localhost:5180",
          "access-control-request-method": "POST",
          "access-control-request-headers":
            "content-type,mcp-method,mcp-name,mcp-param-region,mcp-protocol-version",
        },
      }),
    );
    const allowed = response.headers.get("access-control-allow-headers")?.split(", ");
    expect(response.status).toBe(204);
    expect(allowed).toEqual(
      expect.arrayContaining([
        "content-type",
        "mcp-method",
        "mcp-name",
        "mcp-param-region",
        "mcp-protocol-version",
      ]),
    );
    expect(response.headers.get("access-control-max-age")).toBe("7200");
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5180");
  });

  test("is told by an error it can read when header and arguments differ", async () => {
    const headers = { origin: "http://localhost:5180", "mcp-param-region": "us" };
    const response = await createHandler().fetch(post(headers, "stock_by_region", { region: "eu" }));
    expect(response.status).toBe(400);
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5180");
    expect(await response.json()).toMatchObject({ error: { code: -32_020 } });
  });

  test("finds nothing beside /mcp", async () => {
    const response = await createHandler().fetch(new Request("http://127.0.0.1:4100/"));
    expect(response.status).toBe(404);
  });
});
