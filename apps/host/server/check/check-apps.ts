import type { Vitrine } from "@vitrine/bridge/playwright";
import type { ServerTool, TemplateEntry } from "@vitrine/bridge";
import type { AppObservation } from "./observation.ts";
import { shellWord } from "./shell-word.ts";
import { toolInput } from "./tool-input.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** Which apps are opened, and with what. */
export interface AppChoice {
  /** Names of the tools to open; all where empty. Naming one opens it whatever it claims. */
  readonly tools: readonly string[];
  /** Input by the name of the tool. */
  readonly args: Readonly<Record<string, Arguments>>;
}

/** The apps of a server before any was opened: each tool with a UI, with its template, its review and its input. */
export async function appsOf(
  vitrine: Vitrine,
  server: string,
  { tools: chosen, args }: AppChoice,
): Promise<readonly AppObservation[]> {
  const tools = await vitrine.tools();
  const templates = await vitrine.templates();
  return tools.flatMap((tool) => {
    const entry = templates.find((one) => one.tools.includes(tool.name));
    if (entry === undefined || (chosen.length > 0 && !chosen.includes(tool.name))) return [];
    const given = Object.hasOwn(args, tool.name) ? args[tool.name] : undefined;
    const skipped = chosen.length > 0 || given !== undefined ? undefined : reasonToSkip(tool);
    return [
      {
        server,
        tool: tool.name,
        title: tool.title,
        templateUri: entry.uri,
        ...templateOf(entry),
        review: entry.findings,
        input: toolInput(tool, given),
        ...(skipped !== undefined && { skipped }),
        views: [],
      },
    ];
  });
}

function templateOf({ template }: TemplateEntry): Pick<AppObservation, "template"> {
  if (template === undefined) return {};
  const { digest, size, csp } = template;
  return { template: { digest, size, ...(csp && { csp }) } };
}

/** Why a tool is left alone unless its author names it. */
function reasonToSkip({ name, annotations, visibility }: ServerTool): string | undefined {
  if (annotations?.destructiveHint === true) {
    return `It was not opened: it claims destructiveHint. Name it to call it all the same: --tool ${shellWord(name)}`;
  }
  if (!visibility.includes("model")) {
    return `It was not opened: only Views may call it. Name it to open it all the same: --tool ${shellWord(name)}`;
  }
  return undefined;
}
