import type {
  CallToolResult,
  Implementation,
  Progress,
  ReadResourceResult,
  ServerCapabilities,
  StandardSchemaV1,
} from "@modelcontextprotocol/client";
import { keepSubscribed } from "./change-subscription.ts";
import { connectionFailure } from "./connection-failure.ts";
import { VitrineError } from "./errors.ts";
import { isRecord, RpcError } from "./json-rpc.ts";
import { closeClient, loadMcpSdk, type McpTarget, openClient } from "./mcp-client.ts";
import { type ListRule, tapMessages } from "./message-tap.ts";
import { paramHeaders } from "./param-headers.ts";
import { parseTool, type ServerTool } from "./server-tool.ts";
import { createToolListRule } from "./tool-list-rule.ts";

const CALL_TIMEOUT_MS = 60_000;

export interface ConnectMcpOptions {
  /** The name that people know the server by; for sentences. */
  readonly name: string;
  /** What the server is told about this host. */
  readonly info: { readonly name: string; readonly version: string };
  readonly target: McpTarget;
  /** Gives up connecting. Afterwards use `close()`. */
  readonly signal?: AbortSignal;
  /** The connection ended by itself; connect anew. Not called by `close()`. */
  readonly onClose: (reason: string) => void;
  readonly onToolsChanged: () => void;
  readonly onResourcesChanged: () => void;
  readonly onResourceUpdated: (uri: string) => void;
  /** Every other notification of the server, e.g. a log message. Untrusted. */
  readonly onNotification?: (method: string, params: Readonly<Record<string, unknown>>) => void;
}

interface McpCall {
  readonly tool: ServerTool;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly traceparent?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Longest silence in milliseconds: progress starts it anew. Default: 60 s. */
  readonly timeoutMs?: number;
}

/**
 * A connection to an MCP server. What its methods reject with is a `VitrineError` (`cancelled`, `timeout`,
 * `server-gone`, `connection-failed`, `closed`), or an `RpcError` when the server itself answered with an error.
 */
export interface McpConnection {
  /** `modern` is 2026-07-28 (stateless), `legacy` 2025-11-25 and before. */
  readonly era: "modern" | "legacy";
  readonly protocolVersion: string;
  /** Self-reported, for display only. A modern server may leave it out. */
  readonly serverInfo: Implementation | undefined;
  readonly capabilities: ServerCapabilities;
  readonly instructions: string | undefined;
  /** All tools; `issues` says in sentences which declarations were left out, and why. */
  listTools(options?: { readonly signal?: AbortSignal }): Promise<{ tools: ServerTool[]; issues: string[] }>;
  /** `_meta` of each listed `ui://` resource, by address. Empty when the server keeps no such list. */
  listUiResources(options?: { readonly signal?: AbortSignal }): Promise<ReadonlyMap<string, unknown>>;
  /** Always asks the server: templates have a store of their own. The contents are as they came. */
  readResource(
    uri: string,
    options?: { readonly signal?: AbortSignal; readonly traceparent?: string },
  ): Promise<ReadResourceResult>;
  /** Calls a tool without judging the call; that is the gate's business. `isError` results are results. */
  callTool(call: McpCall): Promise<CallToolResult>;
  /** Asks to be told about changes: of the lists, and of these resources. A further call replaces them. */
  listen(uris: readonly string[]): void;
  /** Ends the connection. A second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Connects to an MCP server: 2026-07-28 first, 2025-11-25 when it does not know that. Announces the MCP Apps
 * extension and nothing that this host does not do.
 *
 * Nothing is ever served from the SDK's response cache. Its key is the name that a server gives itself, so in a
 * shared one a server could answer for another.
 *
 * @throws VitrineError `connection-failed`, `timeout` or `cancelled`, with a sentence that says how to mend it.
 */
export async function connectMcp(options: ConnectMcpOptions): Promise<McpConnection> {
  const { name, target, onClose, onToolsChanged, onResourcesChanged, onResourceUpdated, onNotification } =
    options;
  const sdk = await loadMcpSdk();
  const context = { name, ...("url" in target && { url: target.url }) };
  const client = await openClient(sdk, options).catch((error: unknown) => {
    throw connectionFailure(error, { ...context, during: "connect", signal: options.signal });
  });
  const transport = client.transport;
  if (!transport)
    throw new VitrineError("connection-failed", `The client given for "${name}" is not connected.`);
  const era = client.getProtocolEra() ?? "legacy";
  const capabilities = client.getServerCapabilities() ?? {};

  const toolRule = createToolListRule(sdk, era);
  const untap = tapMessages(transport, {
    lists: new Map<string, ListRule>([
      ["tools/list", toolRule],
      // Its address may still be read: a resource that is not soundly listed counts as not listed.
      ["resources/list", { field: "resources", accepts: sdk.isSpecType.Resource }],
    ]),
    onNotification(method, params) {
      const { uri } = params;
      if (method === "notifications/tools/list_changed") onToolsChanged();
      else if (method === "notifications/resources/list_changed") onResourcesChanged();
      else if (method !== "notifications/resources/updated") onNotification?.(method, params);
      else if (typeof uri === "string") onResourceUpdated(uri);
    },
  });

  const ending = new AbortController();
  let closing: Promise<void> | undefined;
  const before = client.onclose;
  Object.assign(client, {
    onclose() {
      before?.();
      lost(`The server "${name}" closed the connection.`);
    },
  });
  function lost(reason: string): void {
    if (ending.signal.aborted) return;
    ending.abort();
    onClose(reason);
  }

  async function request<T>(signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    if (closing) throw new VitrineError("closed", `The connection to "${name}" was closed.`);
    const session = transport?.sessionId !== undefined;
    try {
      return await send();
    } catch (error) {
      const failure = connectionFailure(error, { ...context, during: "request", signal, session });
      // MCP 2025-11-25: a 404 to a request with a session id means that the session is over.
      if (session && isRecord(error) && error["status"] === 404) lost(failure.message);
      throw failure;
    }
  }

  let walk: Promise<unknown> = Promise.resolve();
  let watched = new AbortController();
  /** The filter of the change subscription that is being kept. */
  let listening: string | undefined;
  const subscribed = new Set<string>();

  return {
    era,
    protocolVersion: client.getNegotiatedProtocolVersion() ?? "unknown",
    serverInfo: client.getServerVersion(),
    capabilities,
    instructions: client.getInstructions(),

    async listTools({ signal } = {}) {
      if (!capabilities.tools) return { tools: [], issues: [] };
      const listed = walk.then(() =>
        request(signal, async () => {
          toolRule.restart();
          const { tools } = await client.listTools(undefined, {
            cacheMode: "bypass",
            ...(signal && { signal }),
          });
          return { tools: tools.map(parseTool), issues: toolRule.issues(tools) };
        }),
      );
      // One walk at a time: entries are counted per walk.
      walk = listed.catch(() => {});
      return listed;
    },

    async listUiResources({ signal } = {}) {
      if (!capabilities.resources) return new Map();
      try {
        const { resources } = await request(signal, () =>
          client.listResources(undefined, { cacheMode: "bypass", ...(signal && { signal }) }),
        );
        const ui = resources.filter(({ uri }) => uri.startsWith("ui://"));
        return new Map(ui.map((resource) => [resource.uri, resource["_meta"]]));
      } catch (error) {
        // "Servers MAY omit UI-only resources from resources/list": one that answers with an error keeps no list.
        if (
          error instanceof RpcError ||
          (error instanceof VitrineError && error.code === "connection-failed")
        ) {
          return new Map();
        }
        throw error;
      }
    },

    async readResource(uri, { signal, traceparent } = {}) {
      const params = { uri, ...(traceparent !== undefined && { _meta: { traceparent } }) };
      // Unparsed: the SDK's own schema would cut off fields that the review of a template is about.
      const result = await request(signal, () =>
        client.request({ method: "resources/read", params }, AS_IT_CAME, { ...(signal && { signal }) }),
      );
      if (isRecord(result) && Array.isArray(result["contents"]))
        return result as unknown as ReadResourceResult;
      throw new VitrineError(
        "connection-failed",
        `The server "${name}" answered resources/read without contents.`,
      );
    },

    callTool({ tool, arguments: args, traceparent, signal, onProgress, timeoutMs = CALL_TIMEOUT_MS }) {
      return request(signal, () =>
        client.callTool(
          { name: tool.name, arguments: args, ...(traceparent !== undefined && { _meta: { traceparent } }) },
          {
            toolDefinition: tool.definition,
            timeout: timeoutMs,
            resetTimeoutOnProgress: true,
            // Without a listener no progress is asked for, and none could keep a long call alive.
            onprogress: onProgress ?? (() => {}),
            ...(signal && { signal }),
            ...(era === "modern" && { headers: paramHeaders(tool.inputSchema, args) }),
          },
        ),
      );
    },

    listen(uris) {
      if (closing) return;
      if (era === "legacy") {
        const fresh = capabilities.resources?.subscribe ? uris.filter((uri) => !subscribed.has(uri)) : [];
        for (const uri of fresh) {
          subscribed.add(uri);
          // A refusal costs a notice of changes; the next connection asks for the resource anyway.
          client.subscribeResource({ uri }).catch(() => subscribed.delete(uri));
        }
        return;
      }
      const filter = {
        ...(capabilities.tools?.listChanged && { toolsListChanged: true }),
        ...(capabilities.resources?.listChanged && { resourcesListChanged: true }),
        ...(capabilities.resources?.subscribe && uris.length > 0 && { resourceSubscriptions: [...uris] }),
      };
      const wanted = JSON.stringify(filter);
      if (wanted === listening) return;
      listening = wanted;
      const previous = watched;
      watched = new AbortController();
      if (Object.keys(filter).length === 0) return previous.abort();
      const kept = keepSubscribed({
        async open(signal) {
          const subscription = await client.listen(filter, { signal });
          // Only now, so that no change falls between the two.
          previous.abort();
          return subscription;
        },
        onReopened() {
          onToolsChanged();
          onResourcesChanged();
        },
        signal: AbortSignal.any([watched.signal, ending.signal]),
      });
      void kept.finally(() => {
        if (listening === wanted) listening = undefined;
      });
    },

    close: () => (closing ??= end()),
  };

  async function end(): Promise<void> {
    ending.abort();
    untap();
    Object.assign(client, { onclose: before });
    if (!("client" in target)) await closeClient(client);
  }
}

/** Passes everything: what is checked is checked by whoever uses it. */
const AS_IT_CAME: StandardSchemaV1<unknown, unknown> = {
  "~standard": { version: 1, vendor: "vitrine", validate: (value) => ({ value }) },
};
