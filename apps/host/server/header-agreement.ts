import { ApiError } from "./api-error.ts";

/**
 * Refuses a message whose `Mcp-Method` or `Mcp-Name` header says something else than its body: whoever routes or
 * judges by the headers would then let pass what the server does by the body (MCP 2026-07-28, "Standard Headers").
 * Without these headers (2025-11-25) there is nothing to compare.
 */
export function refuseContradiction(headers: Headers, message: Readonly<Record<string, unknown>>): void {
  const method = headers.get("mcp-method");
  const name = headers.get("mcp-name");
  const params = (message["params"] ?? {}) as Readonly<Record<string, unknown>>;
  if (method !== null && message["method"] !== method) throw contradiction("Mcp-Method");
  // Only the field that the method goes by: another one of that name would let the header say anything.
  if (name !== null && params[nameField(message["method"])] !== decodeHeader(name)) {
    throw contradiction("Mcp-Name");
  }
}

function nameField(method: unknown): string {
  if (typeof method === "string" && method.startsWith("resources/")) return "uri";
  return typeof method === "string" && method.startsWith("tasks/") ? "taskId" : "name";
}

/** Values that no header can hold are written as `=?base64?…?=`. */
function decodeHeader(value: string): string {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, "base64").toString("utf8");
}

function contradiction(header: string): ApiError {
  return new ApiError(
    400,
    "header-mismatch",
    `The header ${header} and the body of the request contradict each other.`,
  );
}
