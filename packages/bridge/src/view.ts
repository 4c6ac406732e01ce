import type { CallToolResult } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Actor } from "./audit-event.ts";
import type { Observable } from "./observable.ts";
import type { Server } from "./server.ts";
import type { ServerTool } from "./server-tool.ts";
import type { ViewState } from "./view-state.ts";

/** What a View is opened for. */
export interface OpenViewOptions {
  readonly tool: string;
  /** The complete tool input; a promise while an agent still writes it (see `View.sendInputPartial`). Default `{}`. */
  readonly arguments?: Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** The agent already called the tool: no call is made. Default: the tool is called in parallel. */
  readonly result?: CallToolResult | Promise<CallToolResult>;
  /** Who wants the call. Default: `embedder`. */
  readonly actor?: Actor;
}

/** A running View: a server's UI in its sandbox. */
export interface View extends Observable<ViewState> {
  /** Random, unique on this page and in the record. */
  readonly id: string;
  readonly server: Server;
  readonly tool: ServerTool;
  /** The element that holds the View's frame, or the sentence that says why there is none. */
  readonly element: HTMLElement;
  /** Streams incomplete tool input (spec: `ui/notifications/tool-input-partial`). Ignored once the input is complete. */
  sendInputPartial(partial: Readonly<Record<string, unknown>>): void;
  /** The call was cancelled: aborts it when it is ours, and tells the View. */
  cancelled(reason: string): void;
  /** Switches the display mode, by CSS only; returns the mode that holds afterwards. */
  setDisplayMode(mode: McpUiDisplayMode): McpUiDisplayMode;
  /** Tears the View down: tells it, waits a bounded time, removes the frame. A second call waits for the first. */
  close(reason?: string): Promise<void>;
}
