import { describe, expect, test, vi } from "vitest";
import { VitrineError } from "./errors.ts";
import { isRecord, type RpcMessage } from "./json-rpc.ts";
import { resolveViewLimits } from "./view-limits.ts";
import { createViewProtocol, type ViewProtocol, type ViewProtocolOptions } from "./view-protocol.ts";

const HANDSHAKE = {
  appInfo: { name: "app", version: "1" },
  appCapabilities: { availableDisplayModes: ["inline"] },
  protocolVersion: "2026-01-26",
};

interface Scene {
  readonly protocol: ViewProtocol;
  readonly sent: RpcMessage[];
  readonly perform: ReturnType<typeof vi.fn<ViewProtocolOptions["perform"]>>;
  readonly options: ViewProtocolOptions;
  request(id: string | number, method: string, params?: object): void;
  notify(method: string, params?: object): void;
  initialize(): Promise<void>;
  methods(): string[];
  answer(id: string | number): RpcMessage | undefined;
}

function scene(): Scene {
  const sent: RpcMessage[] = [];
  const perform = vi.fn<ViewProtocolOptions["perform"]>(() => Promise.resolve({ content: [] }));
  const options: ViewProtocolOptions = {
    send: (message) => sent.push(message),
    initialize: () => ({
      protocolVersion: "2026-01-26",
      hostInfo: { name: "host", version: "1" },
      hostCapabilities: {},
      hostContext: {},
    }),
    onInitialized: vi.fn(),
    perform,
    limits: resolveViewLimits(),
    onSize: vi.fn(),
    onRequestTeardown: vi.fn(),
    onLog: vi.fn(),
  };
  const protocol = createViewProtocol(options);
  const request = (id: string | number, method: string, params: object = {}): void =>
    protocol.receive({ jsonrpc: "2.0", id, method, params });
  const notify = (method: string, params: object = {}): void =>
    protocol.receive({ jsonrpc: "2.0", method, params });
  const answer = (id: string | number): RpcMessage | undefined =>
    sent.find((message) => "id" in message && message.id === id && !("method" in message));
  return {
    protocol,
    sent,
    perform,
    options,
    request,
    notify,
    answer,
    async initialize() {
      request("init", "ui/initialize", HANDSHAKE);
      await vi.waitFor(() => expect(answer("init")).toBeDefined());
      notify("ui/notifications/initialized");
    },
    methods: () => sent.flatMap((message) => ("method" in message ? message.method : [])),
  };
}

function held(): { readonly promise: Promise<object>; readonly resolve: (value: object) => void } {
  let resolve: (value: object) => void = () => {};
  const promise = new Promise<object>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe("Before the View is initialized", () => {
  test("nothing is sent to it, and everything in the right order afterwards", async () => {
    const { protocol, initialize, methods } = scene();
    protocol.sendResult({ content: [] });
    protocol.sendInputPartial({ a: 1 });
    protocol.sendInput({ a: 12 });
    protocol.sendContext({ theme: "dark" });
    expect(methods()).toEqual([]);
    await initialize();
    expect(methods()).toEqual(["ui/notifications/tool-input", "ui/notifications/tool-result"]);
  });

  test("its actions are answered with -32002 and not performed, and afterwards they are", async () => {
    const { request, answer, perform, initialize } = scene();
    request(1, "tools/call", { name: "x" });
    await vi.waitFor(() => expect(answer(1)).toMatchObject({ error: { code: -32002 } }));
    expect(perform).not.toHaveBeenCalled();
    await initialize();
    request(2, "tools/call", { name: "x" });
    await vi.waitFor(() => expect(answer(2)).toMatchObject({ result: { content: [] } }));
  });

  test("its notifications are ignored", () => {
    const { notify, options } = scene();
    notify("ui/notifications/size-changed", { height: 100 });
    notify("ui/notifications/request-teardown");
    expect(options.onSize).not.toHaveBeenCalled();
    expect(options.onRequestTeardown).not.toHaveBeenCalled();
  });

  test("a ping is answered", async () => {
    const { request, answer } = scene();
    request(1, "ping");
    await vi.waitFor(() => expect(answer(1)).toMatchObject({ result: {} }));
  });
});

describe("Tool input", () => {
  test("goes once; partial input never after it", async () => {
    const { protocol, initialize, methods } = scene();
    await initialize();
    protocol.sendInputPartial({ a: 1 });
    protocol.sendInput({ a: 12 });
    protocol.sendInputPartial({ a: 123 });
    protocol.sendInput({ a: 1234 });
    expect(methods()).toEqual(["ui/notifications/tool-input-partial", "ui/notifications/tool-input"]);
  });

  test("goes before the result even when the result is there first", async () => {
    const { protocol, initialize, methods } = scene();
    await initialize();
    protocol.sendResult({ content: [] });
    expect(methods()).toEqual([]);
    protocol.sendInput({});
    expect(methods()).toEqual(["ui/notifications/tool-input", "ui/notifications/tool-result"]);
  });

  test("is followed by one ending: a result or a cancellation, never both", async () => {
    const { protocol, initialize, methods } = scene();
    await initialize();
    protocol.sendInput({});
    protocol.sendCancelled("the person stopped it");
    protocol.sendResult({ content: [] });
    expect(methods()).toEqual(["ui/notifications/tool-input", "ui/notifications/tool-cancelled"]);
  });

  test("may never come to a View whose call was cancelled: it hears of that all the same, and of nothing after it", async () => {
    const { protocol, initialize, methods } = scene();
    await initialize();
    protocol.sendInputPartial({ a: 1 });
    protocol.sendCancelled("the model gave up");
    protocol.sendInputPartial({ a: 12 });
    protocol.sendInput({ a: 123 });
    expect(methods()).toEqual(["ui/notifications/tool-input-partial", "ui/notifications/tool-cancelled"]);
  });

  test("and result go again to a View that initializes again", async () => {
    const { protocol, initialize, methods } = scene();
    await initialize();
    protocol.sendInput({});
    protocol.sendResult({ content: [] });
    await initialize();
    expect(methods().filter((method) => method === "ui/notifications/tool-result")).toHaveLength(2);
  });
});

describe("A View's request", () => {
  test("reaches the gate as name and arguments only", async () => {
    const { request, perform, initialize } = scene();
    await initialize();
    request(1, "tools/call", {
      name: "x",
      arguments: { a: 1 },
      task: { ttl: 1 },
      inputResponses: {},
      requestState: "s",
      _meta: { traceparent: "00-evil", "io.modelcontextprotocol/clientInfo": {} },
    });
    await vi.waitFor(() => expect(perform).toHaveBeenCalled());
    expect(perform.mock.calls[0]?.[0]).toEqual({ method: "tools/call", name: "x", arguments: { a: 1 } });
  });

  test.each([
    ["an unknown method", "sampling/createMessage", {}, -32601],
    ["a call without a name", "tools/call", {}, -32602],
    ["arguments that are no object", "tools/call", { name: "x", arguments: [] }, -32602],
    ["a link that is no URL", "ui/open-link", { url: "nope" }, -32602],
    ["a message in another role", "ui/message", { role: "assistant", content: [] }, -32602],
    ["content that is no content block", "ui/message", { role: "user", content: [{ type: "html" }] }, -32602],
    ["an unknown display mode", "ui/request-display-mode", { mode: "cinema" }, -32602],
  ])("is refused when it is %s", async (_name, method, params, code) => {
    const { request, answer, initialize, perform } = scene();
    await initialize();
    request(1, method, params);
    await vi.waitFor(() => expect(answer(1)).toMatchObject({ error: { code } }));
    expect(perform).not.toHaveBeenCalled();
  });

  test("takes one content block as well as a list of them", async () => {
    const { request, perform, initialize } = scene();
    await initialize();
    request(1, "ui/message", { role: "user", content: { type: "text", text: "hi" } });
    await vi.waitFor(() => expect(perform).toHaveBeenCalled());
    expect(perform.mock.calls[0]?.[0]).toMatchObject({ content: [{ type: "text", text: "hi" }] });
  });

  test.each([
    ["refused", -32000],
    ["invalid-argument", -32602],
    ["server-gone", -32603],
  ] as const)("that fails as %s is answered with %i and the reason", async (code, rpcCode) => {
    const { request, answer, perform, initialize } = scene();
    perform.mockRejectedValue(new VitrineError(code, "Because."));
    await initialize();
    request(1, "tools/call", { name: "x" });
    await vi.waitFor(() =>
      expect(answer(1)).toMatchObject({ error: { code: rpcCode, message: "Because." } }),
    );
  });

  test("with an id in use is refused, and the first one still answered", async () => {
    const { request, sent, perform, initialize } = scene();
    const { promise, resolve } = held();
    perform.mockReturnValue(promise);
    await initialize();
    request(1, "tools/call", { name: "x" });
    request(1, "tools/call", { name: "x" });
    expect(sent.at(-1)).toMatchObject({ id: 1, error: { code: -32600 } });
    resolve({});
    await vi.waitFor(() => expect(sent.at(-1)).toMatchObject({ id: 1, result: {} }));
    expect(perform).toHaveBeenCalledTimes(1);
  });

  test("is aborted by notifications/cancelled and then not answered", async () => {
    const { request, notify, answer, perform, initialize } = scene();
    let signal: AbortSignal | undefined;
    perform.mockImplementation((_request, options) => {
      signal = options.signal;
      return new Promise((_resolve, reject) => {
        options.signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
    });
    await initialize();
    request(1, "tools/call", { name: "x" });
    await vi.waitFor(() => expect(signal).toBeDefined());
    notify("notifications/cancelled", { requestId: 1 });
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
    request(2, "ping");
    await vi.waitFor(() => expect(answer(2)).toBeDefined());
    expect(answer(1)).toBeUndefined();
  });

  test("gets its progress under its own token", async () => {
    const { request, sent, perform, initialize } = scene();
    perform.mockImplementation((_request, { onProgress }) => {
      onProgress({ progress: 1, total: 2 });
      return Promise.resolve({});
    });
    await initialize();
    request(1, "tools/call", { name: "x", _meta: { progressToken: "t" } });
    await vi.waitFor(() =>
      expect(sent).toContainEqual({
        jsonrpc: "2.0",
        method: "notifications/progress",
        params: { progressToken: "t", progress: 1, total: 2 },
      }),
    );
  });

  test("waits while eight calls are under way, and is refused when forty are", async () => {
    const { request, answer, perform, initialize } = scene();
    const { promise, resolve } = held();
    perform.mockReturnValue(promise);
    await initialize();
    for (let id = 0; id < 41; id += 1) request(id, "tools/call", { name: "x" });
    await vi.waitFor(() => expect(perform).toHaveBeenCalledTimes(8));
    expect(answer(40)).toMatchObject({ error: { code: -32000 } });
    resolve({});
    await vi.waitFor(() => expect(perform).toHaveBeenCalledTimes(40));
  });

  test("that was cancelled while it waited gives its turn to nobody else's loss", async () => {
    const { request, notify, perform, initialize } = scene();
    const gates: (() => void)[] = [];
    perform.mockImplementation(() => new Promise((resolve) => gates.push(() => resolve({}))));
    await initialize();
    for (let id = 0; id < 10; id += 1) request(id, "tools/call", { name: String(id) });
    await vi.waitFor(() => expect(perform).toHaveBeenCalledTimes(8));
    notify("notifications/cancelled", { requestId: 8 });
    gates[0]?.();
    await vi.waitFor(() => expect(perform).toHaveBeenCalledTimes(9));
    expect(perform.mock.calls[8]?.[0]).toMatchObject({ name: "9" });
  });
});

describe("What is not JSON-RPC", () => {
  test.each([
    [null],
    ["text"],
    [[]],
    [{ jsonrpc: "1.0", id: 1, method: "ping" }],
    [{ jsonrpc: "2.0", id: {}, method: "ping" }],
  ])("is ignored: %j", (value) => {
    const { protocol, sent } = scene();
    protocol.receive(value);
    expect(sent).toEqual([]);
  });

  test("but has a sound id is answered with -32600", () => {
    const { protocol, sent } = scene();
    protocol.receive({ jsonrpc: "2.0", id: 7, method: "ping", params: [1] });
    expect(sent).toMatchObject([{ id: 7, error: { code: -32600 } }]);
  });
});

describe("Winding down", () => {
  test("asks the View and waits for its answer", async () => {
    const { protocol, sent, initialize } = scene();
    await initialize();
    const done = protocol.teardown("closing");
    const question = sent.find((message) => "method" in message && message.method === "ui/resource-teardown");
    expect(question).toMatchObject({ params: { reason: "closing" } });
    protocol.receive({ jsonrpc: "2.0", id: isRecord(question) ? question["id"] : undefined, result: {} });
    await expect(done).resolves.toBeUndefined();
  });

  test("does not wait for a View that never initialized", async () => {
    await expect(scene().protocol.teardown("closing")).resolves.toBeUndefined();
  });

  test("aborts what is under way and hears nothing more", async () => {
    const { protocol, request, perform, initialize, sent } = scene();
    let signal: AbortSignal | undefined;
    perform.mockImplementation((_request, options) => {
      signal = options.signal;
      return new Promise(() => {});
    });
    await initialize();
    request(1, "tools/call", { name: "x" });
    await vi.waitFor(() => expect(signal).toBeDefined());
    protocol.close();
    expect(signal?.aborted).toBe(true);
    const before = sent.length;
    request(2, "ping");
    expect(sent).toHaveLength(before);
  });
});
