import type { ContentBlock } from "@modelcontextprotocol/client";
import { isRecord } from "./json-rpc.ts";

/** Whether a value is an MCP content block: known type, required fields of the right kind. */
export function isContentBlock(value: unknown): value is ContentBlock {
  if (!isRecord(value)) return false;
  switch (value["type"]) {
    case "text":
      return typeof value["text"] === "string";
    case "image":
    case "audio":
      return typeof value["data"] === "string" && typeof value["mimeType"] === "string";
    case "resource_link":
      return typeof value["uri"] === "string" && typeof value["name"] === "string";
    case "resource":
      return isEmbedded(value["resource"]);
    default:
      return false;
  }
}

function isEmbedded(value: unknown): boolean {
  if (!isRecord(value) || typeof value["uri"] !== "string") return false;
  return typeof value["text"] === "string" || typeof value["blob"] === "string";
}
