import type { CallToolResult, JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { isRecord, RPC_ERROR } from "../json-rpc.ts";
import { TEMPLATE_MIME_TYPE } from "../template.ts";

/** A tool of a {@link fakeServer}. */
export interface FakeTool {
  readonly name: string;
  /** Default: any object. */
  readonly inputSchema?: { readonly type: "object"; readonly [keyword: string]: unknown };
  readonly annotations?: { readonly readOnlyHint?: boolean; readonly destructiveHint?: boolean };
  readonly visibility?: readonly ("model" | "app")[];
  /** The HTML of its UI. Default: it has none. */
  readonly html?: string;
  /** Default: an empty result. */
  readonly run?: (args: Readonly<Record<string, unknown>>) => CallToolResult | Promise<CallToolResult>;
}

/** What `host.connect` takes, plus what reached the server. */
export interface FakeServer {
  readonly name: string;
  readonly identity: string;
  /** For `host.connect`. */
  readonly transport: () => Transport;
  /** The calls that reached it, in order. */
  readonly calls: readonly { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }[];
}

type Params = Readonly<Record<string, unknown>>;

/** An MCP server in memory: pass it to `host.connect` where a test needs tools and templates but no process. */
export function fakeServer(name: string, tools: readonly FakeTool[]): FakeServer {
  const calls: { tool: string; arguments: Params }[] = [];
  const byName = new Map(tools.map((tool) => [tool.name, tool]));

  const answer = async (method: string, params: Params): Promise<object | undefined> => {
    switch (method) {
      case "initialize":
        return {
          protocolVersion: "2025-11-25",
          capabilities: { tools: {}, resources: {} },
          serverInfo: { name, version: "0.0.0" },
        };
      case "tools/list":
        return { tools: tools.map(declare) };
      case "resources/list":
        return { resources: [] };
      case "resources/read": {
        const tool = tools.find((candidate) => uriOf(candidate) === params["uri"]);
        return tool && { contents: [{ uri: uriOf(tool), mimeType: TEMPLATE_MIME_TYPE, text: tool.html }] };
      }
      case "tools/call": {
        const tool = byName.get(String(params["name"]));
        const args = isRecord(params["arguments"]) ? params["arguments"] : {};
        if (tool === undefined) return undefined;
        calls.push({ tool: tool.name, arguments: args });
        return (await tool.run?.(args)) ?? { content: [] };
      }
      case "ping":
        return {};
      default:
        return undefined;
    }
  };

  return { name, identity: `fake:${name}`, calls, transport: () => createTransport(answer) };
}

function uriOf({ name }: FakeTool): string {
  return `ui://fake/${name}`;
}

function declare(tool: FakeTool): object {
  const { name, inputSchema = { type: "object" }, annotations, visibility, html } = tool;
  const ui = { ...(html !== undefined && { resourceUri: uriOf(tool) }), ...(visibility && { visibility }) };
  return { name, inputSchema, ...(annotations && { annotations }), _meta: { ui } };
}

function createTransport(answer: (method: string, params: Params) => Promise<object | undefined>): Transport {
  const transport: Transport = {
    start: () => Promise.resolve(),
    close() {
      transport.onclose?.();
      return Promise.resolve();
    },
    async send(message) {
      if (!("method" in message) || !("id" in message)) return;
      const { id, method, params = {} } = message;
      const result = await answer(method, params);
      const error = { code: RPC_ERROR.methodNotFound, message: `This fake has no ${method}.` };
      const reply = {
        jsonrpc: "2.0",
        id,
        ...(result === undefined ? { error } : { result }),
      } as JSONRPCMessage;
      // A server never answers in the turn of the question.
      queueMicrotask(() => transport.onmessage?.(reply));
    },
  };
  return transport;
}
