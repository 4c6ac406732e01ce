import type { CallToolResult, Progress } from "@modelcontextprotocol/client";
import type { Actor } from "./audit-event.ts";
import type { Observable } from "./observable.ts";
import type { ServerTool } from "./server-tool.ts";
import type { Templates } from "./template-catalogue.ts";
import type { OpenViewOptions, View } from "./view.ts";

/** Whether a server is there, and in which era of the protocol it speaks. */
export type ServerState =
  | {
      readonly phase: "ready";
      /** `modern` is 2026-07-28 (stateless), `legacy` 2025-11-25 and before. */
      readonly era: "modern" | "legacy";
      readonly protocolVersion: string;
      /** Self-reported: for display only. */
      readonly info: { readonly name: string; readonly version: string; readonly title?: string };
      readonly instructions?: string;
    }
  | { readonly phase: "closed"; readonly reason: string };

/** How a tool is called outside of a View. */
export interface CallToolOptions {
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Who wants it. Default: `embedder`. */
  readonly actor?: Actor;
  readonly signal?: AbortSignal;
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
