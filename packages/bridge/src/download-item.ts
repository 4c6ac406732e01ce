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
    return { kind: "link", name: safeName(typeof name === "string" ? name : nameOf(uri)), url };
  }
  const resource = value["type"] === "resource" ? value["resource"] : undefined;
  if (!isRecord(resource) || typeof resource["uri"] !== "string") throw invalid('a resource needs a "uri"');
  const mimeType =
    typeof resource["mimeType"] === "string" ? resource["mimeType"] : "application/octet-stream";
  return { kind: "file", name: safeName(nameOf(resource["uri"])), mimeType, bytes: bytesOf(resource) };
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

/** The path of a URI as people write it: an encoded slash must be seen as the slash that it is. */
function nameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/su, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Device names of Windows: with any extension they still mean the device. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\.|$)/iu;

/** What reorders, hides or places a name, and what file systems refuse. */
const UNFIT =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}<>:"|?*]|(?! )\p{Zs}/gu;

/**
 * The last path segment without anything that could place or disguise the file on the person's disk: no directory,
 * no invisible character, no leading dot, no trailing dot or blank, no device name. The end is kept when it is too
 * long, because that is where the extension stands.
 */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? "";
  const visible = Array.from(last.replace(UNFIT, "")).slice(-MAX_NAME_LENGTH).join("");
  const clean = visible.replace(/^[. ]+|[. ]+$/gu, "").replace(RESERVED, "_$&");
  return clean === "" ? "download" : clean;
}

function invalid(what: string): RpcError {
  return new RpcError(RPC_ERROR.invalidParams, `Invalid params: ${what}.`);
}
