import type { McpSdk } from "./mcp-client.ts";
import { isRecord } from "./json-rpc.ts";
import type { ListRule } from "./message-tap.ts";

/** Judges the entries of `tools/list`, of one walk through its pages at a time. */
export interface ToolListRule extends ListRule {
  /** A new walk begins. */
  restart(): void;
  /** Sentences about what was left out in this walk, by us or, of the sound ones, by the SDK. */
  issues(kept: readonly { readonly name: string }[]): string[];
}

export function createToolListRule(sdk: McpSdk, era: "modern" | "legacy"): ToolListRule {
  let issues: string[] = [];
  let names = new Set<string>();
  return {
    field: "tools",
    accepts(entry) {
      const name = isRecord(entry) && typeof entry["name"] === "string" ? entry["name"] : "";
      const problem = problemOf(sdk, era, entry);
      const shown = name === "" ? "without a name" : JSON.stringify(name.slice(0, 100));
      if (problem !== undefined) issues.push(`The tool ${shown} was left out: ${problem}.`);
      else if (names.has(name)) issues.push(`The tool ${shown} is declared twice; the first one counts.`);
      else return Boolean(names.add(name));
      return false;
    },
    restart() {
      issues = [];
      names = new Set();
    },
    issues(kept) {
      const dropped = [...names].filter((name) => !kept.some((tool) => tool.name === name));
      // The only other reason the SDK has: MCP 2026-07-28 forbids to call a tool whose headers cannot be mirrored.
      return [
        ...issues,
        ...dropped.map((name) => `The tool "${name}" was left out: its x-mcp-header is invalid.`),
      ];
    },
  };
}

/** Why the SDK would refuse a tool, and with it the whole list; undefined for a sound one. */
function problemOf(sdk: McpSdk, era: "modern" | "legacy", entry: unknown): string | undefined {
  const issue = sdk.specTypeSchemas.Tool["~standard"].validate(entry).issues?.[0];
  if (issue) return `${issue.path?.map(String).join(".") || "the entry"} is malformed`;
  if (!isRecord(entry) || entry["name"] === "") return "it has no name";
  // Until 2025-11-25 a tool's output had to be an object.
  const output = entry["outputSchema"];
  if (era === "legacy" && isRecord(output) && output["type"] !== "object")
    return "outputSchema.type is not object";
  return undefined;
}
