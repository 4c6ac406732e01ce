import { createHash } from "node:crypto";
import { canonicalJson, type AuditEvent } from "@vitrine/bridge";

/** What a request must have been recorded as, before it may be forwarded. */
export interface RecordedRequest {
  readonly method: "tools/call" | "resources/read";
  /** The tool, or the address. */
  readonly subject: unknown;
  /** A digest of the arguments; see {@link argumentsKey}. */
  readonly arguments: string;
  /** Names the action that the request belongs to. */
  readonly traceparent: unknown;
}

/**
 * What must be in the record of a JSON-RPC message. Undefined for what needs no record: a `ui://` resource is read to
 * be reviewed, and whatever else MCP has neither acts nor tells a View anything.
 */
export function recordedRequest(message: Readonly<Record<string, unknown>>): RecordedRequest | undefined {
  const { method } = message;
  const params = fields(message["params"]);
  const { traceparent } = fields(params["_meta"]);
  switch (method) {
    case "tools/call":
      return { method, subject: params["name"], arguments: argumentsKey(params["arguments"]), traceparent };
    case "resources/read": {
      const { uri } = params;
      if (typeof uri === "string" && uri.startsWith("ui://")) return undefined;
      return { method, subject: uri, arguments: argumentsKey(undefined), traceparent };
    }
    default:
      return undefined;
  }
}

/** The request that a recorded action stands for; undefined for one that goes to no server. */
export function requestOf(
  event: Extract<AuditEvent, { kind: "action.requested" }>,
): RecordedRequest | undefined {
  const { method, traceparent } = event;
  switch (method) {
    case "tools/call":
      return { method, subject: event.tool, arguments: argumentsKey(event.arguments), traceparent };
    case "resources/read":
      return { method, subject: event.uri, arguments: argumentsKey(undefined), traceparent };
    default:
      return undefined;
  }
}

/** Equal for equal arguments (canonical JSON); none are the same as empty ones. */
function argumentsKey(value: unknown): string {
  return createHash("sha256")
    .update(jsonText(value ?? {}))
    .digest("hex");
}

/** What RFC 8785 cannot carry has its plain JSON, which the same page writes the same way twice. */
function jsonText(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
