import type { Guard } from "../../unguarded/rewrite.ts";

const CORE = "packages/bridge/src";

/** What does what a View asks for, and accompanies its life. */
export const lifeMutations = [
  {
    name: "before-initialized",
    file: `${CORE}/view-protocol.ts`,
    guard: "if (!initialized || closed) return;",
    without: "if (closed) return;",
  },
  {
    name: "call-forwarded",
    file: `${CORE}/server-actions.ts`,
    guard: "connection.callTool({ tool, arguments: args, signal: whileWanted, onProgress, traceparent })",
    without: "Promise.resolve({ content: [] })",
  },
  {
    name: "read-forwarded",
    file: `${CORE}/server-actions.ts`,
    guard: "connection.readResource(request.uri, { signal: whileWanted, traceparent })",
    without: "Promise.resolve({ contents: [] })",
  },
  {
    name: "log-kept",
    file: `${CORE}/view-protocol.ts`,
    guard:
      'options.onLog(typeof params["level"] === "string" ? params["level"] : "info", textOf(params["data"]));',
    without: "",
  },
  {
    name: "ping-answered",
    file: `${CORE}/view-protocol.ts`,
    guard: "return {};",
    without: 'throw new RpcError(RPC_ERROR.methodNotFound, "There is no ping.");',
  },
  {
    name: "link-opened",
    file: `${CORE}/server-actions.ts`,
    guard: "effects.openLink(request.url)",
    without: "undefined",
  },
  {
    name: "teardown-sent",
    file: `${CORE}/view-protocol.ts`,
    guard: "if (!initialized || closed) return Promise.resolve();",
    without: "return Promise.resolve();",
  },
  {
    name: "teardown-reason",
    file: `${CORE}/view-protocol.ts`,
    guard:
      'options.send({ jsonrpc: "2.0", id: TEARDOWN_ID, method: "ui/resource-teardown", params: { reason } });',
    without: 'options.send({ jsonrpc: "2.0", id: TEARDOWN_ID, method: "ui/resource-teardown", params: {} });',
  },
  {
    name: "teardown-awaited",
    file: `${CORE}/view-protocol.ts`,
    guard: "tornDown = resolve;",
    without: "resolve();",
  },
  {
    name: "frame-removed",
    file: `${CORE}/view.ts`,
    guard: "frame.remove();",
    without: "",
  },
  {
    name: "replayed-in-order",
    file: `${CORE}/view-protocol.ts`,
    guard: "initialized = true; options.onInitialized(); replay();",
    without: "initialized = true; sendEnding(); options.onInitialized(); replay();",
  },
  {
    name: "call-beside-view",
    file: `${CORE}/view.ts`,
    guard: "await (options.arguments ?? {})",
    without:
      'await new Promise((resolve) => { const look = () => state.get().phase === "ready" && resolve(options.arguments ?? {}); state.subscribe(look); look(); })',
  },
  {
    name: "params-parsed",
    file: `${CORE}/view-request.ts`,
    guard: 'typeof value !== "string" || value === ""',
    without: "false",
  },
] as const satisfies readonly Guard[];
