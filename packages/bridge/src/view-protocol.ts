import type { CallToolResult, Progress } from "@modelcontextprotocol/client";
import type { McpUiHostContext, McpUiInitializeResult } from "@modelcontextprotocol/ext-apps/app-bridge";
import { reasonOf, VitrineError } from "./errors.ts";
import {
  isRecord,
  isRpcId,
  parseRpc,
  RPC_ERROR,
  RpcError,
  type RpcErrorObject,
  type RpcId,
  type RpcMessage,
  type RpcNotification,
  type RpcRequest,
} from "./json-rpc.ts";
import type { ViewLimits } from "./view-limits.ts";
import { parseViewRequest, type ProgressToken, type ViewRequest } from "./view-request.ts";
import type { ReportedSize } from "./view-size.ts";

/** A request that is an action or is answered by the host itself, as opposed to the handshake. */
export type ActionRequest = Exclude<ViewRequest, { method: "ui/initialize" | "ping" }>;

/** What the protocol needs from the View object around it. */
export interface ViewProtocolOptions {
  readonly send: (message: RpcMessage) => void;
  readonly initialize: (request: Extract<ViewRequest, { method: "ui/initialize" }>) => McpUiInitializeResult;
  readonly onInitialized: () => void;
  /** Performs an action; what it throws is the View's JSON-RPC error. */
  readonly perform: (
    request: ActionRequest,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ) => Promise<unknown>;
  readonly limits: Pick<ViewLimits, "callsAtOnce" | "callsWaiting">;
  readonly onSize: (size: ReportedSize) => void;
  readonly onRequestTeardown: () => void;
  readonly onLog: (level: string, text: string) => void;
}

/** The host's end of one View's protocol. */
export interface ViewProtocol {
  /** Takes one message from the View, whatever it is. */
  receive(value: unknown): void;
  /** Answers a request that was dropped for its size or rate. */
  reject(value: unknown, reason: string): void;
  sendInputPartial(partial: Readonly<Record<string, unknown>>): void;
  sendInput(input: Readonly<Record<string, unknown>>): void;
  sendResult(result: CallToolResult): void;
  sendCancelled(reason: string): void;
  sendContext(change: McpUiHostContext): void;
  sendListChanged(list: "tools" | "resources"): void;
  /** Asks the View to wind down; resolves when it answered, or at once when it never initialized. */
  teardown(reason: string): Promise<void>;
  /** Aborts everything under way; later messages are ignored. */
  close(): void;
}

type Ending =
  | { readonly method: "ui/notifications/tool-result"; readonly params: CallToolResult }
  | { readonly method: "ui/notifications/tool-cancelled"; readonly params: { readonly reason: string } };

/**
 * Speaks MCP Apps 2026-01-26 with one View. Requirements:
 * - nothing is sent to the View before `ui/notifications/initialized`, except answers (spec, "Sandbox proxy" 6);
 * - nothing but `ui/initialize` and `ping` is accepted from it before;
 * - `tool-input` goes once and before `tool-result`; `tool-input-partial` never after it; `tool-cancelled` needs no input;
 * - a View that initializes again (it mounted twice) gets input and result again.
 */
export function createViewProtocol(options: ViewProtocolOptions): ViewProtocol {
  const pending = new Map<RpcId, AbortController>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let initialized = false;
  let closed = false;
  let partial: Readonly<Record<string, unknown>> | undefined;
  let input: Readonly<Record<string, unknown>> | undefined;
  let ending: Ending | undefined;
  let tornDown: (() => void) | undefined;
  const { callsAtOnce, callsWaiting } = options.limits;
  const TEARDOWN_ID = "vitrine-teardown";

  const notify = (method: string, params: object): void => {
    if (!initialized || closed) return;
    options.send({ jsonrpc: "2.0", method, params: params as Readonly<Record<string, unknown>> });
  };
  const sendEnding = (): void => {
    // A result belongs to an input. A call that was cancelled while its input was written never had one.
    const early = ending?.method === "ui/notifications/tool-result" && input === undefined;
    if (ending !== undefined && !early) notify(ending.method, ending.params);
  };
  const replay = (): void => {
    if (input !== undefined) notify("ui/notifications/tool-input", { arguments: input });
    else if (partial !== undefined) notify("ui/notifications/tool-input-partial", { arguments: partial });
    sendEnding();
  };
  const end = (next: Ending): void => {
    // A call ends once; what comes later belongs to no call of this View.
    if (ending !== undefined) return;
    ending = next;
    sendEnding();
  };

  // A slot is handed on, not freed and taken again, so that nobody overtakes.
  const turn = (signal: AbortSignal): Promise<void> => {
    if (running < callsAtOnce) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      waiting.push(resolve);
      const giveUp = (): void => {
        const place = waiting.indexOf(resolve);
        if (place === -1) return;
        waiting.splice(place, 1);
        reject(new VitrineError("cancelled", "The View cancelled it."));
      };
      signal.addEventListener("abort", giveUp, { once: true });
    });
  };
  const handOn = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  const perform = async (request: ViewRequest, signal: AbortSignal): Promise<unknown> => {
    switch (request.method) {
      case "ping":
        return {};
      case "ui/initialize":
        initialized = false;
        return options.initialize(request);
      default:
    }
    if (!initialized) {
      throw new RpcError(
        RPC_ERROR.notInitialized,
        `"${request.method}" came before "ui/notifications/initialized".`,
      );
    }
    const token = request.method === "tools/call" ? request.progressToken : undefined;
    const onProgress = (progress: Progress): void => sendProgress(token, progress);
    if (request.method !== "tools/call") return options.perform(request, { signal, onProgress });
    await turn(signal);
    try {
      return await options.perform(request, { signal, onProgress });
    } finally {
      handOn();
    }
  };
  const sendProgress = (token: ProgressToken | undefined, progress: Progress): void => {
    if (token !== undefined) notify("notifications/progress", { ...progress, progressToken: token });
  };

  const answer = async (message: RpcRequest): Promise<void> => {
    const { id } = message;
    if (pending.has(id))
      return respond(id, { error: { code: RPC_ERROR.invalidRequest, message: "This id is in use." } });
    if (pending.size >= callsAtOnce + callsWaiting) {
      const reason = `The View has ${pending.size} requests under way; it may go on when one is answered.`;
      return respond(id, { error: refused(reason) });
    }
    const controller = new AbortController();
    pending.set(id, controller);
    try {
      const result = await perform(parseViewRequest(message), controller.signal);
      respond(id, { result });
    } catch (error) {
      // MCP: a cancelled request is not answered.
      if (!controller.signal.aborted) respond(id, { error: errorObject(error) });
    } finally {
      pending.delete(id);
    }
  };
  const respond = (
    id: RpcId,
    body: { readonly result: unknown } | { readonly error: RpcErrorObject },
  ): void => {
    if (!closed) options.send({ jsonrpc: "2.0", id, ...body });
  };

  const take = ({ method, params = {} }: RpcNotification): void => {
    if (method === "ui/notifications/initialized") {
      if (initialized) return;
      initialized = true;
      options.onInitialized();
      replay();
      return;
    }
    if (!initialized) return;
    switch (method) {
      case "ui/notifications/size-changed":
        options.onSize(sizeOf(params));
        return;
      case "ui/notifications/request-teardown":
        options.onRequestTeardown();
        return;
      case "notifications/message":
        options.onLog(typeof params["level"] === "string" ? params["level"] : "info", textOf(params["data"]));
        return;
      case "notifications/cancelled": {
        const id = params["requestId"];
        if (typeof id === "string" || typeof id === "number") pending.get(id)?.abort();
        return;
      }
      default:
      // The spec asks nothing of a host that does not know a notification.
    }
  };

  return {
    receive(value) {
      if (closed) return;
      const parsed = parseRpc(value);
      switch (parsed.kind) {
        case "request":
          void answer(parsed.message);
          return;
        case "notification":
          take(parsed.message);
          return;
        case "response":
          if (parsed.message.id === TEARDOWN_ID) tornDown?.();
          return;
        case "invalid":
          if (parsed.id !== undefined) {
            respond(parsed.id, {
              error: { code: RPC_ERROR.invalidRequest, message: "This is not a JSON-RPC request." },
            });
          }
      }
    },
    reject(value, reason) {
      if (isRecord(value) && "method" in value && isRpcId(value["id"])) {
        respond(value["id"], { error: refused(reason) });
      }
    },
    sendInputPartial(next) {
      if (input !== undefined || ending !== undefined) return;
      partial = next;
      notify("ui/notifications/tool-input-partial", { arguments: next });
    },
    sendInput(next) {
      if (input !== undefined) return;
      input = next;
      // Told of the cancellation, or about to be told of both when it initializes.
      if (ending?.method === "ui/notifications/tool-cancelled") return;
      notify("ui/notifications/tool-input", { arguments: next });
      sendEnding();
    },
    sendResult(result) {
      end({ method: "ui/notifications/tool-result", params: result });
    },
    sendCancelled(reason) {
      end({ method: "ui/notifications/tool-cancelled", params: { reason } });
    },
    sendContext(change) {
      notify("ui/notifications/host-context-changed", change);
    },
    sendListChanged(list) {
      notify(`notifications/${list}/list_changed`, {});
    },
    teardown(reason) {
      if (!initialized || closed) return Promise.resolve();
      return new Promise((resolve) => {
        tornDown = resolve;
        options.send({ jsonrpc: "2.0", id: TEARDOWN_ID, method: "ui/resource-teardown", params: { reason } });
      });
    },
    close() {
      closed = true;
      tornDown?.();
      for (const controller of pending.values()) controller.abort();
    },
  };
}

function refused(reason: string): RpcErrorObject {
  return { code: RPC_ERROR.refused, message: reason, data: { reason } };
}

function errorObject(error: unknown): RpcErrorObject {
  if (error instanceof RpcError) return error.toObject();
  if (!(error instanceof VitrineError)) return { code: RPC_ERROR.internal, message: reasonOf(error) };
  switch (error.code) {
    case "invalid-argument":
      return { code: RPC_ERROR.invalidParams, message: error.message, data: { reason: error.message } };
    case "refused":
    case "cancelled":
      return refused(error.message);
    default:
      return { code: RPC_ERROR.internal, message: error.message, data: { reason: error.code } };
  }
}

function sizeOf(params: Readonly<Record<string, unknown>>): ReportedSize {
  const { width, height } = params;
  return {
    ...(typeof width === "number" ? { width } : {}),
    ...(typeof height === "number" ? { height } : {}),
  };
}

const MAX_LOG_LENGTH = 500;

function textOf(data: unknown): string {
  const text = typeof data === "string" ? data : (JSON.stringify(data) ?? "");
  return text.length > MAX_LOG_LENGTH ? `${text.slice(0, MAX_LOG_LENGTH)}…` : text;
}
