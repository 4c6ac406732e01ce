import type { CallToolResult, Progress } from "@modelcontextprotocol/client";
import type {
  McpUiDisplayMode,
  McpUiHostCapabilities,
  McpUiHostContext,
  McpUiInitializeResult,
} from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Actor, AuditEvent } from "./audit-event.ts";
import type { Observable } from "./observable.ts";
import type { Sandbox } from "./sandbox-client.ts";
import type { ServerTool } from "./server-tool.ts";
import type { Server } from "./server.ts";
import type { ViewLimits } from "./view-limits.ts";
import type { ActionRequest } from "./view-protocol.ts";
import type { View } from "./view.ts";

/** A call that the View's tool or the View itself makes, as seen from the View. */
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** What a View needs around it; the server provides it. */
export interface ViewSurroundings {
  readonly server: Server;
  readonly tool: ServerTool;
  /** The URI of the tool's template. */
  readonly uri: string;
  readonly sandbox: Sandbox;
  readonly info: McpUiInitializeResult["hostInfo"];
  readonly capabilities: McpUiHostCapabilities;
  readonly context: Observable<McpUiHostContext>;
  readonly limits: ViewLimits;
  readonly record: (event: AuditEvent) => Promise<void>;
  /** Makes the call that the View is opened for, through the gate. */
  readonly call: (
    input: Readonly<Record<string, unknown>>,
    actor: Actor,
    options: CallOptions,
  ) => Promise<CallToolResult>;
  /** Performs what the View asks for, through the gate; resolves with the View's JSON-RPC result. */
  readonly perform: (
    view: View,
    request: ActionRequest | { readonly method: "ui/request-teardown" },
    options: CallOptions,
  ) => Promise<unknown>;
  /** Told when the View takes a mode that only one View can have. */
  readonly onDisplayMode: (view: View, mode: McpUiDisplayMode) => void;
  readonly onClosed: (view: View) => void;
  /** Where the server hears of changed lists. */
  readonly onListChanged: (listener: (list: "tools" | "resources") => void) => () => void;
}
