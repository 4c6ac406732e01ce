import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode, McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { AuditEntry } from "../audit-entry.ts";
import type { PolicyRule } from "../policy.ts";
import type { ServerTool } from "../server-tool.ts";
import type { TemplateEntry } from "../template-entry.ts";
import type { ViewState } from "../view-state.ts";
import type {
  AskedQuestion,
  ConsentAnswer,
  OpenedView,
  TestGrants,
  ToldContext,
  ToolArguments,
} from "./vitrine.ts";

/** How the page reaches the server under test: by `/mcp` below `base`, or by a link that carries messages. */
export interface PageTarget {
  readonly name: string;
  readonly identity: string;
  readonly over: "http" | "link";
  /** The path of its own origin that nobody else can name. */
  readonly base: string;
}

/** What the tests can ask of the host's page. Everything goes as JSON; a View is named by its id. */
export interface PageApi {
  start(options: {
    readonly target: PageTarget;
    readonly proxy: string;
    readonly policy: readonly PolicyRule[];
    readonly grants: TestGrants;
  }): Promise<void>;
  /** Resolves with the id of the View. */
  open(options: {
    readonly tool: string;
    readonly arguments: ToolArguments;
    readonly partial: boolean;
    readonly result?: CallToolResult;
  }): Promise<string>;
  /** Resolves once the View is ready, or with the sentence that says why it will not be. */
  settled(view: string): Promise<string | undefined>;
  callTool(tool: string, args: ToolArguments): Promise<CallToolResult>;
  tools(): readonly ServerTool[];
  templates(): Promise<readonly TemplateEntry[]>;
  record(): Promise<readonly AuditEntry[]>;
  setContext(change: McpUiHostContext): void;
  setDisplayMode(view: string, mode: McpUiDisplayMode): McpUiDisplayMode;
  setWidth(view: string, px: number): void;
  stream(view: string, partials: readonly ToolArguments[]): void;
  complete(view: string, args: ToolArguments | undefined): void;
  cancel(view: string, reason: string): void;
  /** Resolves with what is asked once something is; undefined when nothing was in time. */
  asked(view: string, timeoutMs: number): Promise<AskedQuestion | undefined>;
  answer(view: string, answer: ConsentAnswer): void;
  close(view: string): Promise<void>;
  state(view: string): ViewState;
  messages(view: string): readonly (readonly ContentBlock[])[];
  modelContexts(view: string): readonly ToldContext[];
  viewRecord(view: string): Promise<readonly AuditEntry[]>;
  /** Every View that was opened, oldest first. */
  views(): readonly OpenedView[];
}

/** How a page's answer gets to the tests: as a value, so that a reason arrives without the page's stack. */
export type PageReply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

declare global {
  /** The page's one entry for the tests. */
  var vitrineKit: ((method: keyof PageApi, args: readonly unknown[]) => Promise<PageReply>) | undefined;
}
