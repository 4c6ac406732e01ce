import { checkArguments, type ServerTool } from "@vitrine/bridge";
import { exampleOf } from "./schema-example.ts";
import { shellWord } from "./shell-word.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What a tool is called with, or why nothing fits. */
export type ToolInput =
  | {
      readonly ok: true;
      readonly arguments: Arguments;
      /** `author`: given on the command line. `schema`: made from the tool's input schema. */
      readonly from: "author" | "schema";
    }
  | { readonly ok: false; readonly reason: string; readonly mend: string };

/**
 * Input for a tool: the author's, else what its input schema says by defaults, examples and constraints. It is
 * checked as the host's gate checks it, so that nothing is opened with a call that cannot happen.
 */
export function toolInput(
  tool: Pick<ServerTool, "name" | "inputSchema">,
  given: Arguments | undefined,
): ToolInput {
  const mend = `Give it: --args ${shellWord(tool.name)}='{"name": "value"}'`;
  const made = given ?? exampleOf(tool.inputSchema);
  if (made === undefined || typeof made !== "object" || made === null || Array.isArray(made)) {
    return { ok: false, reason: "No input could be made from its input schema.", mend };
  }
  const check = checkArguments(tool, made);
  if (!check.ok) {
    const how = given === undefined ? "The input made from its schema does not fit. " : "";
    return { ok: false, reason: `${how}${check.reason}`, mend };
  }
  return { ok: true, arguments: made as Arguments, from: given === undefined ? "schema" : "author" };
}
