import type { ContentBlock } from "@modelcontextprotocol/client";
import type { McpUiAppCapabilities, McpUiDisplayMode } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { DownloadItem } from "./action.ts";
import { isContentBlock } from "./content-block.ts";
import { parseDownloadItems } from "./download-item.ts";
import { isRecord, RPC_ERROR, RpcError, type RpcRequest } from "./json-rpc.ts";

/** Identifies progress of a call to the View that made it; it never leaves the page. */
export type ProgressToken = string | number;

/** A request of a View, parsed. Unknown fields (`_meta`, `task`, `inputResponses` …) are gone by construction. */
export type ViewRequest =
  | {
      readonly method: "ui/initialize";
      readonly appInfo: { readonly name: string; readonly version: string };
      readonly appCapabilities: McpUiAppCapabilities;
    }
  | { readonly method: "ping" }
  | {
      readonly method: "tools/call";
      readonly name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
      readonly progressToken?: ProgressToken;
    }
  | { readonly method: "resources/read"; readonly uri: string }
  | { readonly method: "ui/open-link"; readonly url: URL }
  | { readonly method: "ui/download-file"; readonly items: readonly DownloadItem[] }
  | { readonly method: "ui/message"; readonly content: readonly ContentBlock[] }
  | {
      readonly method: "ui/update-model-context";
      readonly content?: readonly ContentBlock[];
      readonly structuredContent?: Readonly<Record<string, unknown>>;
    }
  | { readonly method: "ui/request-display-mode"; readonly mode: McpUiDisplayMode };

/** Longer than any name, URI or URL that a person could be asked about. */
const MAX_TEXT = 8192;
const MAX_APP_NAME = 200;

type Params = Readonly<Record<string, unknown>>;

/**
 * Parses a View's request (spec 2026-01-26, "Standard MCP Messages" and "Requests (View → Host)").
 * @throws RpcError -32601 for a method that no host offers, -32602 for params of another form.
 */
export function parseViewRequest({ method, params = {} }: RpcRequest): ViewRequest {
  switch (method) {
    case "ui/initialize":
      return { method, appInfo: appInfo(params), appCapabilities: appCapabilities(params) };
    case "ping":
      return { method };
    case "tools/call":
      return {
        method,
        name: text(params, "name"),
        arguments: toolArguments(params),
        ...progressToken(params),
      };
    case "resources/read":
      return { method, uri: text(params, "uri") };
    case "ui/open-link":
      return { method, url: url(params) };
    case "ui/download-file":
      return { method, items: parseDownloadItems(params["contents"]) };
    case "ui/message":
      if (params["role"] !== "user") throw invalid('"role" must be "user"');
      return { method, content: blocks(params["content"]) };
    case "ui/update-model-context":
      return { method, ...modelContext(params) };
    case "ui/request-display-mode":
      return { method, mode: displayMode(params["mode"]) };
    default:
      throw new RpcError(RPC_ERROR.methodNotFound, `This host has no method "${method}".`);
  }
}

function invalid(what: string): RpcError {
  return new RpcError(RPC_ERROR.invalidParams, `Invalid params: ${what}.`);
}

function text(params: Params, field: string): string {
  const value = params[field];
  if (typeof value !== "string" || value === "") throw invalid(`"${field}" must be a non-empty string`);
  if (value.length > MAX_TEXT) throw invalid(`"${field}" must have at most ${MAX_TEXT} characters`);
  return value;
}

function appInfo(params: Params): { name: string; version: string } {
  const info = params["appInfo"];
  if (!isRecord(info) || typeof info["name"] !== "string" || typeof info["version"] !== "string") {
    throw invalid('"appInfo" must have a "name" and a "version"');
  }
  return { name: info["name"].slice(0, MAX_APP_NAME), version: info["version"].slice(0, MAX_APP_NAME) };
}

function appCapabilities(params: Params): McpUiAppCapabilities {
  const capabilities = params["appCapabilities"];
  if (!isRecord(capabilities)) throw invalid('"appCapabilities" must be an object');
  const modes = capabilities["availableDisplayModes"];
  if (modes === undefined) return {};
  if (!Array.isArray(modes)) throw invalid('"availableDisplayModes" must be an array');
  return { availableDisplayModes: modes.map(displayMode) };
}

function displayMode(value: unknown): McpUiDisplayMode {
  if (value === "inline" || value === "fullscreen" || value === "pip") return value;
  throw invalid('a display mode is "inline", "fullscreen" or "pip"');
}

function toolArguments(params: Params): Params {
  const value = params["arguments"];
  if (value === undefined) return {};
  if (!isRecord(value)) throw invalid('"arguments" must be an object');
  return value;
}

function progressToken(params: Params): { progressToken?: ProgressToken } {
  const meta = params["_meta"];
  const token = isRecord(meta) ? meta["progressToken"] : undefined;
  return typeof token === "string" || typeof token === "number" ? { progressToken: token } : {};
}

function url(params: Params): URL {
  const value = text(params, "url");
  if (!URL.canParse(value)) throw invalid('"url" must be an absolute URL');
  return new URL(value);
}

/** The spec shows one block, the SDK sends an array: both are meant. */
function blocks(value: unknown): readonly ContentBlock[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every(isContentBlock)) throw invalid('"content" must be content blocks');
  return list;
}

function modelContext(params: Params): {
  content?: readonly ContentBlock[];
  structuredContent?: Readonly<Record<string, unknown>>;
} {
  const { content, structuredContent } = params;
  if (structuredContent !== undefined && !isRecord(structuredContent)) {
    throw invalid('"structuredContent" must be an object');
  }
  return {
    ...(content === undefined ? {} : { content: blocks(content) }),
    ...(structuredContent === undefined ? {} : { structuredContent }),
  };
}
