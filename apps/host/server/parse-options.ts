import { parseArgs } from "node:util";
import { nearestName } from "./nearest-name.ts";
import { StartupError } from "./startup-error.ts";

/** The options of a command, by their long names. */
type OptionShapes = Readonly<
  Record<
    string,
    {
      readonly type: "string" | "boolean";
      readonly short?: string;
      /** It may be written more than once, and its value is a list. */
      readonly multiple?: true;
    }
  >
>;

type ValueOf<Shape extends OptionShapes[string]> = Shape extends { readonly multiple: true }
  ? readonly string[]
  : Shape["type"] extends "string"
    ? string
    : boolean;

/** What was written for each option, and the arguments that belong to none. */
export interface ParsedOptions<O extends OptionShapes> {
  readonly values: {
    readonly [Name in keyof O]?: ValueOf<O[Name]>;
  };
  readonly positionals: readonly string[];
}

/** Parses arguments. Throws a {@link StartupError} with exit code 2 for an option that is unknown or incomplete. */
export function parseOptions<O extends OptionShapes>(args: readonly string[], options: O): ParsedOptions<O> {
  const shapes: OptionShapes = options;
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: shapes,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(shapes, token.name)) {
      const nearest = nearestName(token.name, Object.keys(shapes));
      const mend = nearest === undefined ? "see --help" : `did you mean --${nearest}?`;
      throw new StartupError(2, `Unknown option ${token.rawName}: ${mend}`);
    }
    const takesValue = shapes[token.name]!.type === "string";
    if (takesValue && !token.value) throw new StartupError(2, `${token.rawName} needs a value, see --help.`);
    if (!takesValue && token.value !== undefined) {
      throw new StartupError(2, `${token.rawName} takes no value: remove "=${token.value}".`);
    }
  }
  // Checked above: each value is of the type that its option says.
  return { values: values as ParsedOptions<O>["values"], positionals };
}
