import type { McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Client, ContentBlock, Transport } from "@modelcontextprotocol/client";
import type { ApprovalMode, ApprovalStore } from "./approval.ts";
import type { DownloadItem } from "./action.ts";
import type { AuditLog } from "./audit.ts";
import type { Consent } from "./consent.ts";
import type { Policy } from "./policy.ts";
import type { Review } from "./review.ts";
import type { Sandbox } from "./sandbox-client.ts";
import type { Server } from "./server.ts";
import type { TemplateStore } from "./template-store.ts";
import type { View } from "./view.ts";

/** A View's message for the conversation (`ui/message`), after it passed the gate. Text of a View is untrusted. */
export interface ViewMessage {
  readonly view: View;
  readonly role: "user";
  readonly content: readonly ContentBlock[];
}

/** What a View wants the model to know (`ui/update-model-context`); each replaces the one before; empty clears. */
export interface ModelContext {
  readonly view: View;
  readonly content?: readonly ContentBlock[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}

/** How to build a {@link Host}. Only `sandbox` has no safe default. */
export interface HostOptions {
  /** Where Views run; see `httpSandbox`. Refused when it is not isolated from this page. */
  readonly sandbox: Sandbox;
  /** Name and version that servers and Views are told. Default: `vitrine` and this library's version. */
  readonly info?: { readonly name: string; readonly version: string };
  /** Theme, style variables, locale … that Views are told. Default: what the browser says. */
  readonly context?: McpUiHostContext;
  /** Judges every action. Default: `askFirst`. */
  readonly policy?: Policy;
  /** Asks the person. Default: nobody is asked, the answer is deny. */
  readonly consent?: Consent;
  /** Looks a template over before it may run. Default: the built-in rules. */
  readonly review?: Review;
  /** Who approves new templates, and where approvals are kept. Default: a person is asked; kept in IndexedDB. */
  readonly approve?: { readonly mode?: ApprovalMode; readonly store?: ApprovalStore };
  /** Where templates are cached. Default: IndexedDB. */
  readonly templates?: TemplateStore;
  /** The record. Default: a log in IndexedDB. */
  readonly audit?: AuditLog;
  /** Receives `ui/message`. Without it Views are told that messages are not supported. */
  readonly onMessage?: (message: ViewMessage) => void | Promise<void>;
  /** Receives `ui/update-model-context`. Without it Views are told that it is not supported. */
  readonly onModelContext?: (context: ModelContext) => void | Promise<void>;
  /** Opens a link that was consented to. Default: a new tab without opener or referrer. */
  readonly openLink?: (url: URL) => void | Promise<void>;
  /** Saves files that were consented to. Default: the browser's download. */
  readonly download?: (items: readonly DownloadItem[]) => void | Promise<void>;
}

/** A server to connect to: by address, by a transport of your own, or by a client that is connected already. */
export type ConnectOptions = {
  /** The name that policy rules and people use. */
  readonly name: string;
  /** Who the templates and caches belong to; separates `cacheScope: private` entries. Default: one principal. */
  readonly principal?: string;
  /** Overrides the host's approval mode for this server. */
  readonly templates?: ApprovalMode;
  readonly signal?: AbortSignal;
} & (
  | { readonly url: URL | string; readonly fetch?: typeof fetch; readonly identity?: string }
  | { readonly transport: () => Transport; readonly identity: string }
  | { readonly client: Client; readonly identity: string }
);

/** An MCP Apps host: connects servers, shows their Views, judges and records what they do. */
export interface Host {
  readonly audit: AuditLog;
  /**
   * Connects to a server; resolves once its tools are known. Its templates begin to prefetch.
   * @throws VitrineError `connection-failed` with a sentence that says why and what to do.
   */
  connect(options: ConnectOptions): Promise<Server>;
  /** Changes theme, locale … for all Views, running ones included. Only the given fields change. */
  setContext(context: McpUiHostContext): void;
  /** Closes every View and server. A second call does nothing. */
  close(): Promise<void>;
}
