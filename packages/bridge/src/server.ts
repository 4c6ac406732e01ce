import type { CallToolResult, Implementation, Progress } from "@modelcontextprotocol/client";
import type {
  McpUiHostCapabilities,
  McpUiHostContext,
  McpUiInitializeResult,
} from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Gate } from "./action.ts";
import type { ApprovalMode, ApprovalStore } from "./approval.ts";
import type { Actor, AuditEvent } from "./audit-event.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import type { ConnectOptions } from "./host.ts";
import type { ConnectMcpOptions } from "./mcp-connection.ts";
import { createSource, type Observable } from "./observable.ts";
import type { OriginJudge } from "./origin-lists.ts";
import type { Review } from "./review.ts";
import type { Sandbox } from "./sandbox-client.ts";
import { createServerActions, type Effects } from "./server-actions.ts";
import { serverIdentity } from "./server-identity.ts";
import type { ServerTool } from "./server-tool.ts";
import { createTemplateCatalogue, type Templates } from "./template-catalogue.ts";
import type { TemplateStore } from "./template-store.ts";
import type { ViewLimits } from "./view-limits.ts";
import { openView, type OpenViewOptions, type View } from "./view.ts";

/** Whether a server is there, and in which era of the protocol it speaks. */
export type ServerState =
  | {
      readonly phase: "ready";
      /** `modern` is 2026-07-28 (stateless), `legacy` 2025-11-25 and before. */
      readonly era: "modern" | "legacy";
      readonly protocolVersion: string;
      /** Self-reported: for display only. */
      readonly info?: Implementation;
      readonly instructions?: string;
    }
  | { readonly phase: "closed"; readonly reason: string };

/** How a tool is called outside of a View. */
export interface CallToolOptions {
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Who wants it. Default: `embedder`. */
  readonly actor?: Actor;
  readonly signal?: AbortSignal;
  /** Hears what the server tells of the call while it runs. */
  readonly onProgress?: (progress: Progress) => void;
}

/** A connected MCP server. */
export interface Server {
  readonly name: string;
  readonly identity: string;
  readonly state: Observable<ServerState>;
  readonly tools: Observable<readonly ServerTool[]>;
  /** Sentences about what the server declared and was left out, e.g. a malformed tool. */
  readonly issues: Observable<readonly string[]>;
  readonly templates: Templates;
  /**
   * Calls a tool through the gate. Resolves with the tool's result, `isError` results included.
   * @throws VitrineError `refused`, `cancelled`, `timeout`, `server-gone`, `not-found`, `audit-unavailable`.
   */
  callTool(tool: string, options?: CallToolOptions): Promise<CallToolResult>;
  /**
   * Opens the View of a tool inside `container` and, unless a result is given, calls the tool in parallel.
   * Never throws for what a server or View does wrong: the View's state says why it failed.
   * @throws VitrineError `not-found` when the tool does not exist or has no UI.
   */
  openView(container: HTMLElement, options: OpenViewOptions): View;
  /** Closes its Views and the connection. A second call does nothing. */
  close(): Promise<void>;
}

/** What the host lends to each of its servers. */
export interface ServerSurroundings {
  readonly gate: Gate;
  readonly sandbox: Sandbox;
  readonly info: McpUiInitializeResult["hostInfo"];
  readonly capabilities: McpUiHostCapabilities;
  readonly context: Observable<McpUiHostContext>;
  readonly limits: ViewLimits;
  readonly effects: Effects;
  readonly review: Review;
  readonly origins: OriginJudge;
  readonly approvals: ApprovalStore;
  readonly templates: TemplateStore;
  readonly mode: ApprovalMode;
  readonly record: (event: AuditEvent) => Promise<void>;
  readonly onDisplayMode: (view: View, mode: "inline" | "fullscreen" | "pip") => void;
}

/**
 * Connects to a server and learns its tools. The MCP client is loaded on demand: a page that shows nothing yet
 * does not pay for it.
 */
export async function connectServer(
  surroundings: ServerSurroundings,
  options: ConnectOptions,
): Promise<Server> {
  const { record } = surroundings;
  const { name, signal = new AbortController().signal } = options;
  const identity = "url" in options ? (options.identity ?? serverIdentity(options.url)) : options.identity;
  const state = createSource<ServerState>({ phase: "closed", reason: "It is not connected yet." });
  const tools = createSource<readonly ServerTool[]>([]);
  const issues = createSource<readonly string[]>([]);
  const listChanged = createSource<{ readonly list: "tools" | "resources" } | undefined>(undefined);
  const views = new Set<View>();
  const life = new AbortController();
  let closing: Promise<void> | undefined;

  /** What went wrong beside everybody's calls is shown where the server's other issues are. */
  const admit = (error: unknown): void => issues.set([...issues.get(), reasonOf(error)]);

  const leave = (reason: string): void => {
    if (life.signal.aborted) return;
    life.abort();
    state.set({ phase: "closed", reason });
    record({ kind: "server.closed", server: name, identity, reason }).catch(admit);
  };

  const [{ connectMcp }, { checkArguments }] = await Promise.all([
    import("./mcp-connection.ts"),
    import("./check-arguments.ts"),
  ]);
  const connection = await connectMcp({
    name,
    info: surroundings.info,
    target: targetOf(options),
    signal,
    onClose: leave,
    onToolsChanged: () => void relist().catch(admit),
    onResourcesChanged() {
      listChanged.set({ list: "resources" });
      templates.invalidate();
    },
    onResourceUpdated: (uri) => templates.invalidate(uri),
  });

  const templates = createTemplateCatalogue({
    server: { name, identity },
    principal: options.principal ?? "",
    connection,
    approvals: surroundings.approvals,
    mode: options.templates ?? surroundings.mode,
    store: surroundings.templates,
    review: surroundings.review,
    origins: surroundings.origins,
    record,
    signal: life.signal,
  });

  const list = async (): Promise<void> => {
    const listed = await connection.listTools({ signal: life.signal });
    issues.set([...listed.issues, ...listed.tools.flatMap(({ templateIssue }) => templateIssue ?? [])]);
    tools.set(listed.tools);
    connection.listen(listed.tools.flatMap(({ templateUri }) => templateUri ?? []));
    void templates.prefetch(listed.tools);
  };
  const relist = async (): Promise<void> => {
    await list();
    listChanged.set({ list: "tools" });
  };

  try {
    await record({
      kind: "server.connected",
      server: name,
      identity,
      era: connection.era,
      protocolVersion: connection.protocolVersion,
    });
    await list();
  } catch (error) {
    await connection.close();
    throw error;
  }
  state.set({
    phase: "ready",
    era: connection.era,
    protocolVersion: connection.protocolVersion,
    ...(connection.serverInfo && { info: connection.serverInfo }),
    ...(connection.instructions !== undefined && { instructions: connection.instructions }),
  });

  const actions = createServerActions({
    server: { name, identity },
    gate: surroundings.gate,
    connection,
    tools,
    checkArguments,
    effects: surroundings.effects,
  });

  const finish = async (): Promise<void> => {
    await Promise.all([...views].map((view) => view.close("The server was disconnected.")));
    leave("It was disconnected.");
    await connection.close();
  };

  const server: Server = {
    name,
    identity,
    state,
    tools,
    issues,
    templates,
    callTool(tool, { arguments: args = {}, actor = "embedder", signal: wanted, onProgress = () => {} } = {}) {
      const either = AbortSignal.any(wanted === undefined ? [life.signal] : [wanted, life.signal]);
      return actions.callTool(tool, args, { actor, signal: either, onProgress });
    },
    openView(container, viewOptions) {
      const tool = tools.get().find((candidate) => candidate.name === viewOptions.tool);
      if (tool?.templateUri === undefined) {
        const what = tool === undefined ? "no such tool" : "a tool without a UI";
        throw new VitrineError("not-found", `"${viewOptions.tool}" is ${what} at "${name}".`);
      }
      const view = openView(
        {
          ...surroundings,
          server,
          tool,
          uri: tool.templateUri,
          call: (args, actor, callOptions) => actions.callTool(tool.name, args, { actor, ...callOptions }),
          perform: actions.perform,
          onClosed(closed) {
            views.delete(closed);
            surroundings.gate.standing.forget(closed.id);
          },
          onListChanged(listener) {
            return listChanged.subscribe(() => {
              const change = listChanged.get();
              if (change !== undefined) listener(change.list);
            });
          },
        },
        container,
        viewOptions,
      );
      views.add(view);
      return view;
    },
    close() {
      closing ??= finish();
      return closing;
    },
  };
  return server;
}

function targetOf(options: ConnectOptions): ConnectMcpOptions["target"] {
  if ("client" in options) return { client: options.client };
  if ("transport" in options) return { transport: options.transport };
  return { url: new URL(options.url), ...(options.fetch && { fetch: options.fetch }) };
}
