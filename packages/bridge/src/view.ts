import type { CallToolResult } from "@modelcontextprotocol/client";
import type {
  McpUiAppCapabilities,
  McpUiDisplayMode,
  McpUiHostCapabilities,
  McpUiHostContext,
} from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Actor, ViewEventKind } from "./audit-event.ts";
import { sandboxKind } from "./enforcement.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import { contextChange, HOST_DISPLAY_MODES, MAX_INLINE_HEIGHT_PX, viewContext } from "./host-context.ts";
import { createSource, type Observable } from "./observable.ts";
import { SANDBOX, type FromProxy } from "./sandbox-protocol.ts";
import type { Server } from "./server.ts";
import type { ServerTool } from "./server-tool.ts";
import type { Template } from "./template.ts";
import type { ApprovedTemplate } from "./template-entry.ts";
import { createViewBudget } from "./view-budget.ts";
import { describeViolation, failedCall, failureOf, silenceOf } from "./view-failure.ts";
import { createViewFrame } from "./view-frame.ts";
import { createViewHeartbeat, type ViewHeartbeat } from "./view-heartbeat.ts";
import { messageBounds } from "./view-limits.ts";
import { placeView } from "./view-placement.ts";
import { createViewProtocol } from "./view-protocol.ts";
import { createViewRecord } from "./view-record.ts";
import { createSizeFollower } from "./view-size.ts";
import type { ViewSurroundings } from "./view-surroundings.ts";
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
  const { server, tool, context, limits, sandbox } = surroundings;
  const id = crypto.randomUUID();
  // The server first: a long title of its own choosing must not push its name out of sight.
  const title = `${server.name}: ${tool.title}`;
  const state = createSource<ViewState>({
    phase: "loading",
    waitingFor: "template",
    displayMode: "inline",
    displayModes: ["inline"],
    call: { status: "waiting" },
    hung: false,
    silentSeconds: 0,
    notes: [],
  });
  const life = new AbortController();
  const calling = new AbortController();
  const frame = createViewFrame(container, { title, onExit: () => void setDisplayMode("inline") });
  let transport: ViewTransport | undefined;
  let template: Template | undefined;
  let told: McpUiHostContext = {};
  let closing: Promise<void> | undefined;
  let askedToClose = false;
  let heartbeat: ViewHeartbeat | undefined;
  let initializeTimer: ReturnType<typeof setTimeout> | undefined;

  const patch = (change: Partial<Omit<ViewState, keyof ViewPhase>>): void =>
    state.set({ ...state.get(), ...change });
  const enter = (phase: ViewPhase): void => {
    const { displayMode, displayModes, call, hung, silentSeconds, app, origin, notes } = state.get();
    state.set({
      displayMode,
      displayModes,
      call,
      hung,
      silentSeconds,
      notes,
      ...(app && { app }),
      ...(origin && { origin }),
      ...phase,
    });
  };
  const note = (kind: ViewNote["kind"], text: string, more: Pick<ViewNote, "violation"> = {}): void =>
    patch({ notes: [...state.get().notes.slice(1 - MAX_NOTES), { at: Date.now(), kind, text, ...more }] });
  const ended = (): boolean => life.signal.aborted;
  const record = createViewRecord({
    view: id,
    server,
    tool: tool.name,
    record: surroundings.record,
  });
  const admit = (kind: ViewEventKind, reason: string): void => {
    record.add(kind, reason).catch(() => note("error", `"${kind}" could not be recorded.`));
  };

  const fail = (failure: ViewFailure, reason: string): void => {
    if (ended()) return;
    stop();
    frame.fail(reason);
    enter({ phase: "failed", failure, reason });
    admit("view.failed", reason);
  };
  /** Deaf at once: nothing of this View is heard or done from here on. */
  const stop = (): void => {
    life.abort();
    clearTimeout(initializeTimer);
    heartbeat?.stop();
    if (state.get().hung) patch({ hung: false, silentSeconds: 0 });
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
      // A foreign proxy has no guard script that could answer.
      if (sandboxKind(sandbox) !== "foreign") heartbeat ??= beat();
    },
    limits,
    async perform(request, callOptions) {
      budget.take(request);
      return surroundings.perform(view, request, callOptions);
    },
    onSize(size) {
      if (state.get().displayMode === "inline") sizes.report(size);
    },
    onRequestTeardown() {
      // One at a time: it has no id, so nothing else bounds how many questions it could put to the person.
      if (askedToClose) return;
      askedToClose = true;
      leave().catch((error: unknown) => {
        askedToClose = false;
        note("log", `The View asked to be closed: ${reasonOf(error)}`);
      });
    },
    onLog: (level, text) => note("log", `${level}: ${text}`),
  });

  const leave = async (): Promise<void> => {
    const request = { method: "ui/request-teardown" } as const;
    budget.take(request);
    await surroundings.perform(view, request, { signal: life.signal, onProgress: () => {} });
  };

  const budget = createViewBudget(limits, {
    onExceeded(reason) {
      note("dropped", reason);
      admit("view.limited", reason);
    },
  });

  const beat = (): ViewHeartbeat =>
    createViewHeartbeat({
      document: container.ownerDocument,
      seconds: limits.hungSeconds,
      beat: () => transport?.beat(),
      onHung(seconds) {
        const reason = `The View has not answered for ${seconds} seconds: its script is busy or stuck.`;
        if (!state.get().hung) admit("view.hung", reason);
        patch({ hung: true, silentSeconds: seconds });
        if (limits.removeHungSeconds > 0 && seconds >= limits.removeHungSeconds) fail("hung", reason);
      },
      onRecovered(seconds) {
        patch({ hung: false, silentSeconds: 0 });
        admit("view.recovered", `The View answers again, after ${seconds} seconds.`);
      },
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
        return note("violation", ...describeViolation(notification.params));
      case SANDBOX.viewError:
        return note("error", notification.params.message);
      case SANDBOX.viewAlive:
        return heartbeat?.answered();
      case SANDBOX.proxyReady:
    }
  };

  const start = async (): Promise<void> => {
    const { template: shown, grants } = await approvedTemplate();
    template = shown;
    enter({ phase: "loading", waitingFor: "sandbox" });
    const host = container.ownerDocument.location.origin;
    const bounds = messageBounds(limits);
    const placement = await placeView({
      sandbox,
      server,
      template: shown,
      grants,
      title,
      bounds,
      host,
      signal: life.signal,
    });
    const { origin } = placement;
    // An opaque View inherits the proxy page's policy.
    const ancestors = sandboxKind(sandbox) === "opaque" ? [host] : [sandbox.proxy.origin, host];
    await record.opened(shown, { grants, origin, ancestors });
    if (ended()) return;
    const iframe = frame.load(placement.page, shown, placement.referrer);
    transport = openViewTransport(iframe, placement, bounds, {
      onMessage: protocol.receive,
      onExcess(value, reason) {
        note("dropped", reason);
        protocol.reject(value, reason);
      },
      onProxy,
      onReload() {
        const how = "the page around it was changed in a way that makes a browser load frames anew";
        fail("replaced", `The View was lost: ${how}. Reopen it to start again.`);
      },
    });
    enter({ phase: "initializing" });
    patch({ origin });
    initializeTimer = setTimeout(
      () => fail(...silenceOf(state.get().notes, INITIALIZE_TIMEOUT_MS)),
      INITIALIZE_TIMEOUT_MS,
    );
  };

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
    if (calling.signal.aborted) return;
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
    const { phase, hung } = state.get();
    // What is stuck could not answer; its frame is removed at once, whatever its process does.
    if (phase !== "failed" && !hung)
      await Promise.race([protocol.teardown(reason), elapsed(TEARDOWN_TIMEOUT_MS)]);
    stop();
    view.cancelled(reason);
    frame.remove();
    unsubscribe.forEach((unfollow) => unfollow());
    enter({ phase: "closed", reason });
    surroundings.onClosed(view);
    await record.add("view.closed", reason);
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
      if (!["waiting", "running"].includes(state.get().call.status)) return;
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
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
