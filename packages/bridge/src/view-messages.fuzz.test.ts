import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exotic } from "./exotic.test.fixture.ts";
import { isRecord, isRpcId, parseRpc, RpcError, type RpcMessage } from "./json-rpc.ts";
import { createMessageGuard } from "./message-bounds.ts";
import { messageBounds, resolveViewLimits } from "./view-limits.ts";
import { createViewProtocol } from "./view-protocol.ts";
import { parseViewRequest, type ViewRequest } from "./view-request.ts";

const METHODS = [
  "ui/initialize",
  "ping",
  "tools/call",
  "resources/read",
  "ui/open-link",
  "ui/download-file",
  "ui/message",
  "ui/update-model-context",
  "ui/request-display-mode",
] as const;
const FIELDS: Readonly<Record<ViewRequest["method"], readonly string[]>> = {
  "ui/initialize": ["appInfo", "appCapabilities"],
  ping: [],
  "tools/call": ["name", "arguments", "progressToken"],
  "resources/read": ["uri"],
  "ui/open-link": ["url"],
  "ui/download-file": ["items"],
  "ui/message": ["content"],
  "ui/update-model-context": ["content", "structuredContent"],
  "ui/request-display-mode": ["mode"],
};

const anyParams = fc.record(
  {
    name: fc.oneof(fc.string(), exotic),
    arguments: fc.oneof(fc.dictionary(fc.string(), exotic), exotic),
    uri: fc.oneof(fc.string(), exotic),
    url: fc.oneof(fc.webUrl(), fc.constantFrom("javascript:alert(1)", "https://a@b"), exotic),
    contents: fc.oneof(fc.array(exotic), exotic),
    role: fc.oneof(fc.constant("user"), exotic),
    content: fc.oneof(fc.array(exotic), exotic),
    structuredContent: exotic,
    mode: fc.oneof(fc.constantFrom("inline", "pip"), exotic),
    appInfo: exotic,
    appCapabilities: exotic,
    _meta: fc.oneof(fc.record({ progressToken: exotic, traceparent: fc.string() }), exotic),
    task: exotic,
    inputResponses: exotic,
    requestState: exotic,
  },
  { requiredKeys: [] },
);
const request = fc.record({
  jsonrpc: fc.constant("2.0"),
  id: fc.oneof(fc.integer(), fc.string(), exotic),
  method: fc.oneof(
    fc.constantFrom(...METHODS, "ui/notifications/initialized", "notifications/cancelled"),
    fc.string(),
  ),
  params: fc.oneof(anyParams, exotic),
});

test("Whatever params a request has, it is parsed to the fields of its method or refused with a JSON-RPC error", () => {
  fc.assert(
    fc.property(fc.constantFrom(...METHODS), anyParams, (method, params) => {
      let parsed: ViewRequest;
      try {
        parsed = parseViewRequest({ jsonrpc: "2.0", id: 1, method, params });
      } catch (error) {
        return error instanceof RpcError;
      }
      return Object.keys(parsed).every((field) => field === "method" || FIELDS[method].includes(field));
    }),
    { numRuns: 1500 },
  );
}, 30_000);

test("Whatever arrives is a request, notification or response with a sound id, or invalid", () => {
  fc.assert(
    fc.property(fc.oneof(exotic, request), (value) => {
      const parsed = parseRpc(value);
      if (parsed.kind === "request" || parsed.kind === "response") return isRpcId(parsed.message.id);
      return parsed.kind === "notification" || parsed.id === undefined || isRpcId(parsed.id);
    }),
    { numRuns: 1500 },
  );
}, 30_000);

test.each([
  ["a text of 129 characters", "x".repeat(129)],
  ["no number", Number.NaN],
  ["an infinite number", Number.POSITIVE_INFINITY],
  ["an object", {}],
  ["null", null],
  ["a large number", 1n],
])("An id that is %s is no id; a short text and a number are", (_what, id) => {
  expect(parseRpc({ jsonrpc: "2.0", id, method: "ping" })).toEqual({ kind: "invalid" });
  for (const sound of ["x".repeat(128), 0, -1.5]) {
    expect(parseRpc({ jsonrpc: "2.0", id: sound, method: "ping" })).toMatchObject({ kind: "request" });
  }
});

test("A batch is refused as a whole, although each of its requests alone would be taken", () => {
  const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
  expect(parseRpc([ping])).toEqual({ kind: "invalid" });
  expect(parseRpc([ping, { ...ping, id: 2 }])).toEqual({ kind: "invalid" });
  expect(parseRpc(ping)).toMatchObject({ kind: "request" });
});

test("Whatever a View sends, in any order, the protocol neither throws nor answers twice nor performs before it may", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(request, exotic), { maxLength: 20 }), async (values) => {
      const sent: RpcMessage[] = [];
      let initialized = false;
      let early = 0;
      const protocol = createViewProtocol({
        send: (message) => sent.push(message),
        initialize: () => ({
          protocolVersion: "2026-01-26",
          hostInfo: { name: "host", version: "1" },
          hostCapabilities: {},
          hostContext: {},
        }),
        onInitialized: () => (initialized = true),
        perform() {
          if (!initialized) early += 1;
          return Promise.resolve({});
        },
        limits: resolveViewLimits(),
        onSize: () => {},
        onRequestTeardown: () => {},
        onLog: () => {},
      });
      values.forEach((value) => protocol.receive(value));
      await new Promise((resolve) => void setImmediate(resolve));
      protocol.close();
      const asked = values.filter((value) => isRecord(value) && "id" in value && "method" in value).length;
      return early === 0 && sent.filter((message) => "id" in message).length <= asked;
    }),
    { numRuns: 300 },
  );
}, 30_000);

test("The host's own guard takes plain JSON within its bounds and nothing else, in bounded time", () => {
  const guard = createMessageGuard(
    messageBounds(resolveViewLimits({ messagesPerSecond: 10_000, messagesAtOnce: 10_000 })),
  );
  fc.assert(
    fc.property(exotic, (value) => {
      const verdict = guard({ jsonrpc: "2.0", method: "x", params: { value } });
      return verdict === undefined || verdict === "size";
    }),
    { numRuns: 3000 },
  );
  for (const value of [new Map(), new Set(), new ArrayBuffer(8), new Date(), 1n, new Uint8Array(4)]) {
    expect(guard({ params: { value } })).toBe("size");
    expect(guard({ params: { value: {} } })).toBeUndefined();
  }
});
