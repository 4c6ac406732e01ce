import type { Tool } from "@modelcontextprotocol/client";
import type { Actor } from "./audit-event.ts";
import { isRecord } from "./json-rpc.ts";

/** Whom a tool is offered to (spec 2026-01-26, "Visibility"). */
export type ToolAudience = "model" | "app";

/** A tool as its server declared it, with the UI part of the declaration parsed. */
export interface ServerTool {
  readonly name: string;
  /** For display; the name when the server gives no title. */
  readonly title: string;
  /** Empty when the server gives none. */
  readonly description: string;
  readonly inputSchema: Tool["inputSchema"];
  readonly outputSchema?: NonNullable<Tool["outputSchema"]>;
  /** Claims of the server about itself: a hint, never a proof. */
  readonly annotations?: NonNullable<Tool["annotations"]>;
  /** The `ui://` resource that shows the tool's results. */
  readonly templateUri?: string;
  /** Why the declared UI cannot be used. Such a tool works, without a UI. */
  readonly templateIssue?: string;
  /** Empty means nobody. */
  readonly visibility: readonly ToolAudience[];
  /** The declaration as it came. */
  readonly definition: Tool;
}

const EVERYBODY: readonly ToolAudience[] = ["model", "app"];

/** Parses the UI part of a tool declaration. A bad UI part costs the tool its UI and nothing more. */
export function parseTool(tool: Tool): ServerTool {
  const meta: Readonly<Record<string, unknown>> = tool["_meta"] ?? {};
  const ui = isRecord(meta["ui"]) ? meta["ui"] : {};
  return {
    name: tool.name,
    title: tool.title ?? tool.annotations?.title ?? tool.name,
    description: tool.description ?? "",
    inputSchema: tool.inputSchema,
    ...(tool.outputSchema && { outputSchema: tool.outputSchema }),
    ...(tool.annotations && { annotations: tool.annotations }),
    // The flat key is deprecated, but servers built before 2026-01-26 know no other.
    ...parseTemplateUri(ui["resourceUri"] ?? meta["ui/resourceUri"]),
    visibility: parseVisibility(ui["visibility"]),
    definition: tool,
  };
}

function parseTemplateUri(value: unknown): { templateUri: string } | { templateIssue: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") {
    return {
      templateIssue: "Its _meta.ui.resourceUri is not a string; give the ui:// address of its UI resource.",
    };
  }
  // "URI MUST start with `ui://`": anything else is a resource that was never meant to run as a UI.
  if (!/^ui:\/\/./.test(value) || !URL.canParse(value)) {
    const shown = JSON.stringify(value.slice(0, 200));
    return {
      templateIssue: `Its _meta.ui.resourceUri ${shown} is not a ui:// address, so it has no UI here.`,
    };
  }
  return { templateUri: value };
}

function parseVisibility(value: unknown): readonly ToolAudience[] {
  if (value === undefined || value === null) return EVERYBODY;
  // Malformed is read as "nobody": guessing could hand the model a tool that was meant to be hidden from it.
  if (!Array.isArray(value)) return [];
  return EVERYBODY.filter((audience) => value.includes(audience));
}

/**
 * Whether an actor may call a tool at all (spec 2026-01-26, "Visibility": MUST, both ways). A View needs `app`,
 * the model needs `model`. Person, embedder and link are neither; they may call what is offered to anybody, as
 * hiding a tool from the model is no reason to hide it from the person in charge. `[]` is offered to nobody.
 */
export function isCallableBy(tool: ServerTool, actor: Actor): boolean {
  switch (actor) {
    case "view":
      return tool.visibility.includes("app");
    case "model":
      return tool.visibility.includes("model");
    case "person":
    case "embedder":
    case "link":
      return tool.visibility.length > 0;
  }
}
