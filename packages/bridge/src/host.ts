import type { Client, ContentBlock, Transport } from "@modelcontextprotocol/client";
import type { McpUiHostCapabilities, McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { DownloadItem, Gate } from "./action.ts";
import type { ApprovalMode, ApprovalStore } from "./approval.ts";
import { createAuditLog, type AuditLog } from "./audit.ts";
import { openInNewTab, saveFiles } from "./browser-effects.ts";
import { createStandingConsents, type Consent } from "./consent.ts";
import { probeSandbox, sandboxKind, type Enforcement } from "./enforcement.ts";
import { VitrineError } from "./errors.ts";
import { browserContext } from "./host-context.ts";
import { createIndexedDbApprovalStore } from "./indexed-db-approval-store.ts";
import { createIndexedDbTemplateStore } from "./indexed-db-template-store.ts";
import { assertIsolated } from "./isolation.ts";
import { createSource, type Observable } from "./observable.ts";
import { createOriginJudge, type OriginLists } from "./origin-lists.ts";
import { askFirst, type Policy } from "./policy.ts";
import { review as reviewTemplate, type Review } from "./review.ts";
import type { Sandbox } from "./sandbox-client.ts";
import { connectServer, type Server, type ServerSurroundings } from "./server.ts";
import type { TemplateStore } from "./template-store.ts";
import { resolveViewLimits, type ViewLimits } from "./view-limits.ts";
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
  /**
   * Which origins templates may declare, whoever approved them; block goes before allow. A template that declares
   * another one is blocked. Default: no lists.
   */
  readonly origins?: OriginLists;
  /** Where templates are cached. Default: IndexedDB. */
  readonly templates?: TemplateStore;
  /** The record. Default: a log in IndexedDB. */
  readonly audit?: AuditLog;
  /** How much one View may do. Default: see {@link ViewLimits}; what is not given keeps its default. */
  readonly limits?: Partial<ViewLimits>;
  /** Receives `ui/message`. Without it Views are told that messages are not supported. */
  readonly onMessage?: (message: ViewMessage) => void | Promise<void>;
  /** Receives `ui/update-model-context`. Without it Views are told that it is not supported. */
  readonly onModelContext?: (context: ModelContext) => void | Promise<void>;
  /** Opens a link that was consented to. Default: a new tab without opener or referrer. */
  readonly openLink?: (url: URL) => void | Promise<void>;
  /** Saves files that were consented to. Default: the browser's download, and `openLink` for links. */
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
  | {
      /** Makes a transport for each connection; a lost one is made anew. */
      readonly transport: () => Transport;
      readonly identity: string;
    }
  | { readonly client: Client; readonly identity: string }
);

/** An MCP Apps host: connects servers, shows their Views, judges and records what they do. */
export interface Host {
  readonly audit: AuditLog;
  /**
   * What this browser enforces of what the sandbox relies on, with a sentence for a person each. `undefined` until it
   * is known, shortly after the start; stays so without a page.
   */
  readonly enforcement: Observable<readonly Enforcement[] | undefined>;
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

const DEFAULT_INFO = { name: "vitrine", version: "0.1.0" };

/**
 * Creates a {@link Host}. Everything that is not given has its safest value: no policy asks, no consent handler
 * denies, no approval means that a template does not run.
 * @throws VitrineError `sandbox-not-isolated` when the sandbox shares this page's origin or site;
 * `invalid-argument` when a pattern of `origins` or one of the `limits` is none.
 */
export function createHost(options: HostOptions): Host {
  const { sandbox, info = DEFAULT_INFO, openLink = openInNewTab, onMessage, onModelContext } = options;
  // Without a page there are no frames to isolate, only calls.
  if (globalThis.location !== undefined) assertIsolated(sandbox.proxy, globalThis.location.origin);
  const audit = options.audit ?? createAuditLog();
  const context = createSource<McpUiHostContext>({ ...browserContext(), ...options.context });
  const gate: Gate = {
    policy: options.policy ?? askFirst,
    consent: options.consent,
    standing: createStandingConsents(),
    audit,
  };
  const servers = new Set<Server>();
  let floating: View | undefined;
  let closing: Promise<void> | undefined;

  const surroundings: ServerSurroundings = {
    gate,
    sandbox,
    info,
    capabilities: capabilitiesOf(options),
    context,
    limits: resolveViewLimits(options.limits),
    effects: {
      openLink,
      download: options.download ?? ((items) => saveFiles(items, openLink)),
      onMessage: onMessage && ((view, content) => onMessage({ view, role: "user", content })),
      onModelContext:
        onModelContext &&
        ((view, { content, structuredContent }) =>
          onModelContext({
            view,
            ...(content && { content }),
            ...(structuredContent && { structuredContent }),
          })),
    },
    review: options.review ?? reviewTemplate,
    origins: createOriginJudge(options.origins ?? {}),
    approvals: options.approve?.store ?? createIndexedDbApprovalStore(),
    templates: options.templates ?? createIndexedDbTemplateStore(),
    mode: options.approve?.mode ?? "ask",
    record: (event) => audit.append(event),
    onDisplayMode(view, mode) {
      if (mode === "inline") {
        if (floating === view) floating = undefined;
        return;
      }
      // One View floats at a time: a second one sends the first back to its place.
      const before = floating;
      floating = view;
      if (before !== view) before?.setDisplayMode("inline");
    },
  };

  const enforcement = createSource<readonly Enforcement[] | undefined>(undefined);
  const life = new AbortController();
  const probe = async (document: Document): Promise<void> => {
    const found = await probeSandbox(sandbox, { document, signal: life.signal });
    if (life.signal.aborted) return;
    enforcement.set(found);
    const named = (status: Enforcement["status"]): readonly string[] =>
      found.filter((one) => one.status === status).map(({ name }) => name);
    await audit.append({
      kind: "sandbox.probed",
      sandbox: sandbox.proxy.origin,
      views: sandboxKind(sandbox),
      enforced: named("enforced"),
      notEnforced: named("not-enforced"),
      unknown: named("unknown"),
    });
  };
  // When the page has time for it: what it finds changes no decision, and a View must not wait for it.
  if (globalThis.document !== undefined) {
    // A log that cannot be written is said by every action; here nothing is kept waiting by it.
    whenIdle(() => void probe(globalThis.document).catch(() => {}));
  }

  const finish = async (): Promise<void> => {
    life.abort();
    await Promise.all([...servers].map((server) => server.close()));
    if (options.audit === undefined) await audit.close();
  };

  return {
    audit,
    enforcement,
    async connect(connectOptions) {
      if (closing !== undefined) throw new VitrineError("closed", "The host is closed: create a new one.");
      const server = await connectServer(surroundings, connectOptions);
      servers.add(server);
      server.state.subscribe(() => {
        if (server.state.get().phase === "closed") servers.delete(server);
      });
      return server;
    },
    setContext(change) {
      context.set({ ...context.get(), ...change });
    },
    close() {
      closing ??= finish();
      return closing;
    },
  };
}

function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(task, { timeout: 5000 });
  else setTimeout(task, 1000);
}

function capabilitiesOf({ onMessage, onModelContext }: HostOptions): McpUiHostCapabilities {
  const modalities = { text: {}, image: {}, audio: {}, resource: {}, resourceLink: {} };
  return {
    openLinks: {},
    downloadFile: {},
    serverTools: { listChanged: true },
    serverResources: { listChanged: true },
    logging: {},
    ...(onMessage && { message: modalities }),
    ...(onModelContext && { updateModelContext: { ...modalities, structuredContent: {} } }),
  };
}
