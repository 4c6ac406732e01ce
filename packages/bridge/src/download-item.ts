import type { DownloadItem } from "./action.ts";
import { isRecord, RPC_ERROR, RpcError } from "./json-rpc.ts";

const MAX_ITEMS = 20;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_NAME_LENGTH = 120;

/**
 * Parses the `contents` of `ui/download-file`: at most 20 embedded resources or links, 32 MiB together.
 * @throws RpcError -32602 with the reason.
 */
export function parseDownloadItems(contents: unknown): readonly DownloadItem[] {
  if (!Array.isArray(contents) || contents.length === 0)
    throw invalid('"contents" must be a non-empty array');
  if (contents.length > MAX_ITEMS) throw invalid(`at most ${MAX_ITEMS} files can be saved at once`);
  const items = contents.map(parseItem);
  const bytes = items.reduce((sum, item) => sum + (item.kind === "file" ? item.bytes.byteLength : 0), 0);
  if (bytes > MAX_BYTES) throw invalid(`files of more than ${MAX_BYTES} bytes together are not saved`);
  return items;
}

function parseItem(value: unknown): DownloadItem {
  if (!isRecord(value)) throw invalid('each of "contents" must be a resource or a resource_link');
  if (value["type"] === "resource_link") {
    const { uri, name } = value;
    if (typeof uri !== "string" || !URL.canParse(uri))
      throw invalid('a resource_link needs an absolute "uri"');
    const url = new URL(uri);
    return { kind: "link", name: safeName(typeof name === "string" ? name : url.pathname), url };
  }
  const resource = value["type"] === "resource" ? value["resource"] : undefined;
  if (!isRecord(resource) || typeof resource["uri"] !== "string") throw invalid('a resource needs a "uri"');
  const mimeType =
    typeof resource["mimeType"] === "string" ? resource["mimeType"] : "application/octet-stream";
  return { kind: "file", name: safeName(resource["uri"]), mimeType, bytes: bytesOf(resource) };
}

function bytesOf(resource: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> {
  const { text, blob } = resource;
  if (typeof text === "string") return new TextEncoder().encode(text);
  if (typeof blob !== "string") throw invalid('a resource needs "text" or "blob"');
  try {
    return Uint8Array.from(atob(blob), (character) => character.charCodeAt(0));
  } catch {
    throw invalid('"blob" must be base64');
  }
}

/** The last path segment without anything that could place or disguise the file on the person's disk. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? "";
  const clean = last
    .replace(/[?#].*$/su, "")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, "")
    .replace(/^[. ]+|[. ]+$/gu, "")
    .slice(-MAX_NAME_LENGTH);
  return clean === "" ? "download" : clean;
}

function invalid(what: string): RpcError {
  return new RpcError(RPC_ERROR.invalidParams, `Invalid params: ${what}.`);
}
