import type { FrameLocator, Page } from "@playwright/test";
import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode, McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { AuditEntry } from "../audit-entry.ts";
import type { PolicyRule } from "../policy.ts";
import type { ServerTool } from "../server-tool.ts";
import type { TemplateEntry } from "../template-entry.ts";
import type { ViewState } from "../view-state.ts";

/** Arguments of a tool, as JSON. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** A server of the official SDK, v2 or v1, or whatever else can be connected to a transport. */
export interface InProcessServer {
  /** Called once, with an in-memory transport. */
  connect(transport: never): Promise<unknown>;
  /** Called when the test is over. */
  close(): Promise<unknown>;
}

/** The MCP server whose apps are tested: a command that speaks over stdio, an address, or a server in this process. */
export type ServerUnderTest =
  | {
      readonly command: string;
      readonly args?: readonly string[];
      /** Beside what it inherits. */
      readonly env?: Readonly<Record<string, string>>;
      /** Names of the variables that it inherits from the environment of the tests. Default: all of them. */
      readonly inherit?: readonly string[];
      /** Default: the working directory of the tests. */
      readonly cwd?: string;
    }
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>> }
  | {
      /** Called once per connection: a server can be connected once. */
      readonly create: () => InProcessServer | Promise<InProcessServer>;
    };

/** How to start a host for tests. */
export interface VitrineOptions {
  readonly server: ServerUnderTest;
  /**
   * Judges what Views ask for; the first rule that holds decides. Where none does, tools that claim `readOnlyHint`
   * pass and the rest asks, as in the web app. What the test itself does is allowed always.
   */
  readonly policy?: readonly PolicyRule[];
  /** What templates may do beside running. Default: nothing. */
  readonly grants?: TestGrants;
}

/** What templates may do beside running, each where it wants it. */
export interface TestGrants {
  /** Making code from text. */
  readonly unsafeEval?: true;
  /** Which of the domains that they declare on this machine or its network they may reach, as they are declared. */
  readonly localDomains?: readonly string[];
}

/** How to open a View. */
export interface OpenOptions {
  /** The agent already called the tool: no call is made. Default: the tool is called while the View loads. */
  readonly result?: CallToolResult;
  /** The input stays open, for `view.host.stream`; `view.host.complete` ends it. Default: it is complete. */
  readonly partial?: true;
  /** `false`: does not wait until the View is ready, for a View that is meant to fail. Default: waits. */
  readonly wait?: false;
}

/** A person's answer to what a View asks. */
export type ConsentAnswer = "allow once" | "allow for this session" | "deny";

/** What a View asks the person, and which answers it takes. */
export interface AskedQuestion {
  /** What it asks for, such as `tools/call` or `ui/open-link`. */
  readonly method: string;
  /** The tool's name, for a tool call. */
  readonly tool?: string;
  /** The arguments of a tool call, exactly as they will be sent. */
  readonly arguments?: ToolArguments;
  /** The address, for a link or a resource. */
  readonly uri?: string;
  readonly answers: readonly ConsentAnswer[];
}

/** What a View told the model last. */
export interface ToldContext {
  readonly content?: readonly ContentBlock[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}

/** The host's side of one View. */
export interface ViewHost {
  /** Unique; the View's id in the record. */
  readonly id: string;
  /**
   * Changes the theme, for the host context and for `prefers-color-scheme`. Holds for the whole host; a View that is
   * to be dark from its start is opened after `page.emulateMedia({ colorScheme: "dark" })`.
   */
  setTheme(theme: "dark" | "light"): Promise<void>;
  /** Changes fields of the host context. Holds for the whole host. */
  setContext(change: McpUiHostContext): Promise<void>;
  /** Switches the display mode; resolves with the mode that holds, which is the old one when the View declines. */
  setDisplayMode(mode: McpUiDisplayMode): Promise<McpUiDisplayMode>;
  /** Gives the View another width, and the browser's window another height, in CSS pixels. */
  resize(size: { readonly width: number; readonly height?: number }): Promise<void>;
  /** Sends incomplete tool input, one after the other, to a View that was opened with `partial`. */
  stream(partials: readonly ToolArguments[]): Promise<void>;
  /** Completes the input of a View that was opened with `partial`; the tool is called now. */
  complete(args?: ToolArguments): Promise<void>;
  /** Cancels the tool call that the View was opened for. */
  cancel(reason?: string): Promise<void>;
  /**
   * Waits for the View's question and answers it.
   * @throws Error when no question comes within 10 seconds, or it does not take that answer; says what happened instead.
   */
  consent(answer: ConsentAnswer): Promise<void>;
  /** Tears the View down, as a host does that needs its place. */
  close(): Promise<void>;
  /** Everything about the View that can be shown. */
  state(): Promise<ViewState>;
  /** What the View said in the conversation (`ui/message`), oldest first. */
  messages(): Promise<readonly (readonly ContentBlock[])[]>;
  /** What the View told the model last (`ui/update-model-context`). */
  modelContext(): Promise<ToldContext | undefined>;
  /** Everything that the View told the model, oldest first; what it repeats at once is told once. */
  modelContexts(): Promise<readonly ToldContext[]>;
  /** What the View asks right now. */
  question(): Promise<AskedQuestion | undefined>;
  /** The entries of the record that are about this View, with those of the call that it was opened for. */
  record(): Promise<readonly AuditEntry[]>;
}

/** A View under test: locate in its document as in any frame; `host` is the side that it cannot see. */
export interface HostedView extends FrameLocator {
  readonly host: ViewHost;
}

/** A View that was opened, and how it stands. */
export interface OpenedView {
  /** The View's id in the record. */
  readonly id: string;
  readonly tool: string;
  readonly state: ViewState;
}

/** A host for tests, connected to one server. */
export interface Vitrine {
  /** The host's page. */
  readonly page: Page;
  /**
   * Calls a tool and opens its View. Resolves when the View is ready.
   * @throws Error with the View's own reason when it does not become ready.
   */
  open(tool: string, args?: ToolArguments, options?: OpenOptions): Promise<HostedView>;
  /** Calls a tool, as the test's author. `isError` results are results. */
  callTool(tool: string, args?: ToolArguments): Promise<CallToolResult>;
  /** The server's tools. */
  tools(): Promise<readonly ServerTool[]>;
  /** The templates of the server's tools, with what the review found. Resolves when none is loading any more. */
  templates(): Promise<readonly TemplateEntry[]>;
  /** Every View that was opened, oldest first, the ended ones included. */
  views(): Promise<readonly OpenedView[]>;
  /** Everything that was asked for, decided and done. */
  record(): Promise<readonly AuditEntry[]>;
  /** Ends the server under test and everything that was started with it. A second call waits for the first. */
  close(): Promise<void>;
}
