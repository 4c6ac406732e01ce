import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import type { AuditEntry } from "@vitrine/bridge";
import type { ServerDescription } from "../servers/server-description.ts";

/** One line of the relay's stream. */
export type RelayFrame =
  | {
      readonly kind: "head";
      readonly id: string;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: "data"; readonly id: string; readonly data: string }
  | { readonly kind: "end"; readonly id: string }
  | { readonly kind: "error"; readonly id: string; readonly code: string; readonly message: string }
  | { readonly kind: "message"; readonly server: string; readonly message: JSONRPCMessage }
  | { readonly kind: "closed"; readonly server: string; readonly reason: string }
  | { readonly kind: "servers"; readonly servers: readonly ServerDescription[] }
  | { readonly kind: "audit"; readonly entries: readonly AuditEntry[] }
  | { readonly kind: "heartbeat" };

/** Reads one line of the stream. Fields that are unknown make it a heartbeat: a newer relay may say more. */
export function parseRelayFrame(line: string): RelayFrame {
  const frame = JSON.parse(line) as Record<string, unknown>;
  if (typeof frame["id"] === "string") return parseAnswer(frame["id"], frame);
  if (typeof frame["server"] === "string") return parseServerFrame(frame["server"], frame);
  if (Array.isArray(frame["servers"])) {
    return { kind: "servers", servers: frame["servers"] as ServerDescription[] };
  }
  if (Array.isArray(frame["audit"])) return { kind: "audit", entries: frame["audit"] as AuditEntry[] };
  return { kind: "heartbeat" };
}

function parseAnswer(id: string, frame: Record<string, unknown>): RelayFrame {
  if (typeof frame["status"] === "number") {
    return {
      kind: "head",
      id,
      status: frame["status"],
      headers: (frame["headers"] ?? {}) as Record<string, string>,
    };
  }
  if (typeof frame["data"] === "string") return { kind: "data", id, data: frame["data"] };
  if (frame["end"] === true) return { kind: "end", id };
  const error = (frame["error"] ?? {}) as { code?: unknown; message?: unknown };
  return {
    kind: "error",
    id,
    code: typeof error.code === "string" ? error.code : "relay-error",
    message: typeof error.message === "string" ? error.message : "The relay gave no reason.",
  };
}

function parseServerFrame(server: string, frame: Record<string, unknown>): RelayFrame {
  if (frame["message"] !== undefined) {
    return { kind: "message", server, message: frame["message"] as JSONRPCMessage };
  }
  const reason = typeof frame["closed"] === "string" ? frame["closed"] : "The server ended.";
  return { kind: "closed", server, reason };
}
