import type { CallToolResult, Progress } from "@modelcontextprotocol/client";
import type {
  McpUiAppCapabilities,
  McpUiDisplayMode,
  McpUiHostCapabilities,
  McpUiHostContext,
  McpUiInitializeResult,
} from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Actor, AuditEvent, ViewEventKind } from "./audit-event.ts";
import { allowAttribute, viewCsp } from "./csp.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import { contextChange, HOST_DISPLAY_MODES, MAX_INLINE_HEIGHT_PX, viewContext } from "./host-context.ts";
import { DEFAULT_BOUNDS } from "./message-bounds.ts";
import type { Grants } from "./grants.ts";
import { createSource, type Observable } from "./observable.ts";
import type { Sandbox } from "./sandbox-client.ts";
import { SANDBOX, type FromProxy } from "./sandbox-protocol.ts";
import type { Server } from "./server.ts";
import type { ServerTool } from "./server-tool.ts";
import type { Template } from "./template.ts";
import type { ApprovedTemplate } from "./template-entry.ts";
import { failedCall, failureOf, silenceOf, violationText } from "./view-failure.ts";
import { createViewFrame } from "./view-frame.ts";
import { placeView } from "./view-placement.ts";
import { createViewProtocol, type ActionRequest } from "./view-protocol.ts";
import { createSizeFollower } from "./view-size.ts";
import type { ViewFailure, ViewNote, ViewPhase, ViewState } from "./view-state.ts";
import { openViewTransport, type ViewTransport } from "./view-transport.ts";

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

const INITIALIZE_TIMEOUT_MS = 10_000;
const TEARDOWN_TIMEOUT_MS = 1_000;
const MAX_NOTES = 50;
const PROTOCOL_VERSION = "2026-01-26";

/**
 * Opens a View. Steps: the template is there and approved; it is placed in the sandbox; `view.opened` is durable;
 * the proxy frame loads and is told what to show; the View initializes; input and result go to it as they come.
 * The tool call runs beside all of that. Whatever goes wrong ends in the phase `failed` with one sentence.
 */
export function openView(
  surroundings: ViewSurroundings,
  container: HTMLElement,
  options: OpenViewOptions,
): View {
  const { server, tool, context } = surroundings;
  const id = crypto.randomUUID();
  // The server first: a long title of its own choosing must not push its name out of sight.
  const title = `${server.name}: ${tool.title}`;
  const state = createSource<ViewState>({
    phase: "loading",
    waitingFor: "template",
    displayMode: "inline",
    displayModes: ["inline"],
    call: { status: "waiting" },
    notes: [],
  });
  const life = new AbortController();
  const calling = new AbortController();
  const frame = createViewFrame(container, { title, onExit: () => void setDisplayMode("inline") });
  let transport: ViewTransport | undefined;
  let template: Template | undefined;
  let told: McpUiHostContext = {};
  let closing: Promise<void> | undefined;
  let initializeTimer: ReturnType<typeof setTimeout> | undefined;

  const patch = (change: Partial<Omit<ViewState, keyof ViewPhase>>): void =>
    state.set({ ...state.get(), ...change });
  const enter = (phase: ViewPhase): void => {
    const { displayMode, displayModes, call, app, origin, notes } = state.get();
    state.set({
      displayMode,
      displayModes,
      call,
      notes,
      ...(app && { app }),
      ...(origin && { origin }),
      ...phase,
    });
  };
  const note = (kind: ViewNote["kind"], text: string): void =>
    patch({ notes: [...state.get().notes.slice(1 - MAX_NOTES), { at: Date.now(), kind, text }] });
  const ended = (): boolean => life.signal.aborted;
  const eventOf = (kind: ViewEventKind, reason: string): AuditEvent => ({
    kind,
    view: id,
    server: server.name,
    identity: server.identity,
    reason,
  });
  const record = (kind: ViewEventKind, reason: string): Promise<void> =>
    surroundings.record(eventOf(kind, reason)).catch(() => note("error", `"${kind}" could not be recorded.`));

  const fail = (failure: ViewFailure, reason: string): void => {
    if (ended()) return;
    stop();
    frame.fail(reason);
    enter({ phase: "failed", failure, reason });
    void record("view.failed", reason);
  };
  /** Deaf at once: nothing of this View is heard or done from here on. */
  const stop = (): void => {
    life.abort();
    clearTimeout(initializeTimer);
    protocol.close();
    transport?.close();
  };

  const currentContext = (): McpUiHostContext => ({
    ...context.get(),
    ...viewContext({ tool, displayMode: state.get().displayMode, size: frame.size() }),
  });
  const tellContext = (): void => {
    if (state.get().phase !== "ready") return;
    const next = currentContext();
    const change = contextChange(told, next);
    told = next;
    if (change !== undefined) protocol.sendContext(change);
  };

  const protocol = createViewProtocol({
    send: (message) => transport?.send(message),
    initialize({ appInfo, appCapabilities }) {
      enter({ phase: "initializing" });
      patch({ app: appInfo, displayModes: modesOf(appCapabilities) });
      told = currentContext();
      return {
        protocolVersion: PROTOCOL_VERSION,
        hostInfo: surroundings.info,
        hostCapabilities: { ...surroundings.capabilities, sandbox: approved(template) },
        hostContext: told,
      };
    },
    onInitialized() {
      clearTimeout(initializeTimer);
      enter({ phase: "ready" });
    },
    perform: (request, callOptions) => surroundings.perform(view, request, callOptions),
    onSize(size) {
      if (state.get().displayMode === "inline") sizes.report(size);
    },
    onRequestTeardown() {
      // Not the View's own signal: closing aborts that, and the request would end as cancelled by its fulfilment.
      const uncancelled = { signal: new AbortController().signal, onProgress: () => {} };
      surroundings.perform(view, { method: "ui/request-teardown" }, uncancelled).catch((error: unknown) => {
        note("log", `The View asked to be closed: ${reasonOf(error)}`);
      });
    },
    onLog: (level, text) => note("log", `${level}: ${text}`),
  });

  const sizes = createSizeFollower({
    maxHeight: MAX_INLINE_HEIGHT_PX,
    apply: frame.setHeight,
    onLoop: () => note("dropped", "The View's height does not settle; it was frozen."),
  });

  const onProxy = (notification: FromProxy): void => {
    switch (notification.method) {
      case SANDBOX.proxyFailed:
        return fail("sandbox", notification.params.reason);
      case SANDBOX.viewReplaced:
        return fail(
          "replaced",
          "The View reloaded or navigated itself and was stopped. Reopen it to start again.",
        );
      case SANDBOX.dropped:
        return note(
          "dropped",
          `${notification.params.count} messages dropped (${notification.params.why.join(", ")}).`,
        );
      case SANDBOX.viewViolation:
        return note("violation", violationText(notification.params));
      case SANDBOX.viewError:
        return note("error", notification.params.message);
      case SANDBOX.proxyReady:
    }
  };

  const start = async (): Promise<void> => {
    const { template: shown, grants } = await approvedTemplate();
    template = shown;
    enter({ phase: "loading", waitingFor: "sandbox" });
    const host = container.ownerDocument.location.origin;
    const placement = await placeView({
      sandbox: surroundings.sandbox,
      template: shown,
      grants,
      title,
      bounds: DEFAULT_BOUNDS,
      host,
      signal: life.signal,
    });
    await surroundings.record(opened(shown, grants, placement.origin, host));
    if (ended()) return;
    const iframe = frame.load(placement.page, allowAttribute(shown.permissions));
    transport = openViewTransport(iframe, placement, DEFAULT_BOUNDS, {
      onMessage: protocol.receive,
      onExcess(value, reason) {
        note("dropped", reason);
        protocol.reject(value, reason);
      },
      onProxy,
    });
    enter({ phase: "initializing" });
    patch({ origin: placement.origin });
    initializeTimer = setTimeout(
      () => fail(...silenceOf(state.get().notes, INITIALIZE_TIMEOUT_MS)),
      INITIALIZE_TIMEOUT_MS,
    );
  };

  const opened = (shown: Template, grants: Grants, origin: string, host: string): AuditEvent => ({
    kind: "view.opened",
    view: id,
    server: server.name,
    identity: server.identity,
    tool: tool.name,
    uri: shown.uri,
    templateDigest: shown.digest,
    origin,
    csp: viewCsp({
      csp: shown.csp,
      frameAncestors: [surroundings.sandbox.proxy.origin, host],
      unsafeEval: grants.unsafeEval === true,
    }),
    permissions: allowAttribute(shown.permissions),
  });

  /** Waits for the template; meanwhile the state says whether it waits for bytes or for a person. */
  const approvedTemplate = async (): Promise<ApprovedTemplate> => {
    const look = (): void => {
      const entry = server.templates.entry(surroundings.uri);
      const asked = entry?.state === "new" || entry?.state === "changed";
      enter({ phase: "loading", waitingFor: asked ? "approval" : "template" });
    };
    look();
    const unfollow = server.templates.subscribe(look);
    try {
      return await server.templates.ready(surroundings.uri, { signal: life.signal });
    } finally {
      unfollow();
    }
  };

  const follow = async (): Promise<void> => {
    const input = await (options.arguments ?? {});
    protocol.sendInput(input);
    patch({ call: { status: "running" } });
    const result = await (options.result ??
      surroundings.call(input, options.actor ?? "embedder", {
        signal: calling.signal,
        onProgress: (progress) => patch({ call: { status: "running", progress } }),
      }));
    if (calling.signal.aborted) return;
    patch({ call: { status: "done", result } });
    protocol.sendResult(result);
  };

  const setDisplayMode = (mode: McpUiDisplayMode): McpUiDisplayMode => {
    const { displayMode, displayModes, phase } = state.get();
    // Spec: never a mode that the View did not declare; the mode that holds is the answer.
    if (phase !== "ready" || mode === displayMode || !displayModes.includes(mode)) return displayMode;
    frame.setMode(mode);
    patch({ displayMode: mode });
    surroundings.onDisplayMode(view, mode);
    tellContext();
    return mode;
  };

  const finish = async (reason: string): Promise<void> => {
    const failed = state.get().phase === "failed";
    if (!failed) await Promise.race([protocol.teardown(reason), elapsed(TEARDOWN_TIMEOUT_MS)]);
    stop();
    view.cancelled(reason);
    frame.remove();
    unsubscribe.forEach((unfollow) => unfollow());
    enter({ phase: "closed", reason });
    surroundings.onClosed(view);
    await surroundings.record(eventOf("view.closed", reason));
  };

  const view: View = {
    id,
    server,
    tool,
    element: frame.element,
    get: state.get,
    subscribe: state.subscribe,
    sendInputPartial: protocol.sendInputPartial,
    cancelled(reason) {
      const { status } = state.get().call;
      if (status !== "waiting" && status !== "running") return;
      patch({ call: { status: "cancelled", reason } });
      calling.abort(new VitrineError("cancelled", reason));
      protocol.sendCancelled(reason);
    },
    setDisplayMode,
    close(reason = "The host closed it.") {
      closing ??= finish(reason);
      return closing;
    },
  };

  frame.onResize(tellContext);
  const unsubscribe = [context.subscribe(tellContext), surroundings.onListChanged(protocol.sendListChanged)];
  start().catch((error: unknown) => fail(failureOf(error), reasonOf(error)));
  follow().catch((error: unknown) => {
    if (calling.signal.aborted) return;
    patch({ call: failedCall(error) });
    protocol.sendCancelled(reasonOf(error));
  });
  return view;
}

/** Modes that both sides support; a View that declares none is taken to cope with all (spec: "if set"). */
function modesOf({ availableDisplayModes: declared }: McpUiAppCapabilities): readonly McpUiDisplayMode[] {
  if (declared === undefined) return HOST_DISPLAY_MODES;
  return HOST_DISPLAY_MODES.filter((mode) => mode === "inline" || declared.includes(mode));
}

/** What the host grants, as the View is told. */
function approved(template: Template | undefined): NonNullable<McpUiHostCapabilities["sandbox"]> {
  return {
    ...(template?.csp && { csp: template.csp }),
    ...(template?.permissions && { permissions: template.permissions }),
  };
}

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
