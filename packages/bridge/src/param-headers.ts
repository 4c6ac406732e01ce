import { isRecord } from "./json-rpc.ts";

const HEADER_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Printable ASCII without outer blanks travels as it is … */
const PLAIN_VALUE = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;
/** … unless it looks like an encoded value. */
const ENCODED_VALUE = /^=\?base64\?.*\?=$/;

/**
 * The `Mcp-Param-*` headers of a tool call (MCP 2026-07-28, SEP-2243): clients MUST mirror each argument whose
 * property carries `x-mcp-header`. The SDK does so in Node but not in browsers, where its server then refuses the
 * call with −32020. Only chains of `properties` count; absent and null arguments have no header.
 */
export function paramHeaders(inputSchema: unknown, args: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  collect(inputSchema, args, headers);
  return headers;
}

function collect(schema: unknown, value: unknown, headers: Record<string, string>): void {
  if (!isRecord(schema) || !isRecord(schema["properties"]) || !isRecord(value)) return;
  for (const [key, property] of Object.entries(schema["properties"])) {
    if (!isRecord(property) || !Object.hasOwn(value, key)) continue;
    const name = property["x-mcp-header"];
    if (typeof name !== "string") collect(property, value[key], headers);
    else {
      const text = primitiveText(value[key]);
      if (text !== undefined && HEADER_TOKEN.test(name)) headers[`Mcp-Param-${name}`] = encode(text);
    }
  }
}

function primitiveText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  return undefined;
}

function encode(text: string): string {
  if (PLAIN_VALUE.test(text) && !ENCODED_VALUE.test(text)) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?base64?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}?=`;
}
