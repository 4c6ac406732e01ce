/** JSON-RPC error codes that a View can meet. */
export const RPC_ERROR = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Refused by the spec, by policy or by the person; `data.reason` says why. */
  refused: -32000,
  /** Asked before `ui/notifications/initialized`. */
  notInitialized: -32002,
} as const;

export type RpcId = string | number;

export interface RpcRequest {
  readonly jsonrpc: "2.0";
  readonly id: RpcId;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface RpcNotification {
  readonly jsonrpc: "2.0";
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export type RpcResponse = { readonly jsonrpc: "2.0"; readonly id: RpcId } & (
  { readonly result: unknown } | { readonly error: RpcErrorObject }
);

export interface RpcErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export type RpcMessage = RpcRequest | RpcNotification | RpcResponse;

/** What an incoming message is, once its shape is known. */
export type ParsedRpc =
  | { readonly kind: "request"; readonly message: RpcRequest }
  | { readonly kind: "notification"; readonly message: RpcNotification }
  | { readonly kind: "response"; readonly message: RpcResponse }
  /** Not JSON-RPC 2.0; `id` is given when an answer can be addressed. */
  | { readonly kind: "invalid"; readonly id?: RpcId };

const MAX_ID_LENGTH = 128;
const MAX_METHOD_LENGTH = 128;

/** Tells plain objects from arrays, null and primitives. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells an id that can be answered: text of at most 128 characters, or a finite number. */
export function isRpcId(value: unknown): value is RpcId {
  return typeof value === "string" ? value.length <= MAX_ID_LENGTH : Number.isFinite(value);
}

/** Parses one message. Batches, strings and unbounded ids are invalid: nobody who speaks MCP sends them. */
export function parseRpc(value: unknown): ParsedRpc {
  if (!isRecord(value) || value["jsonrpc"] !== "2.0") return { kind: "invalid" };
  const { id, method, params } = value;
  if (typeof method === "string") {
    const sound = method.length <= MAX_METHOD_LENGTH && (params === undefined || isRecord(params));
    if (id === undefined) {
      return sound
        ? { kind: "notification", message: value as unknown as RpcNotification }
        : { kind: "invalid" };
    }
    if (!isRpcId(id)) return { kind: "invalid" };
    return sound ? { kind: "request", message: value as unknown as RpcRequest } : { kind: "invalid", id };
  }
  if (method !== undefined || !isRpcId(id)) return { kind: "invalid" };
  const error = value["error"];
  const sound =
    "result" in value
      ? error === undefined
      : isRecord(error) && typeof error["code"] === "number" && typeof error["message"] === "string";
  return sound ? { kind: "response", message: value as unknown as RpcResponse } : { kind: "invalid" };
}

/** An error to be answered to the View as it is. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }

  /** The wire form. */
  toObject(): RpcErrorObject {
    return {
      code: this.code,
      message: this.message,
      ...(this.data === undefined ? {} : { data: this.data }),
    };
  }
}
