import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { nearestName } from "./nearest-name.ts";
import { StartupError } from "./startup-error.ts";

/** Where a value stands in a config file, e.g. `["mcpServers", "shop", "args", 0]`. */
export type ConfigPath = readonly (string | number)[];

/** The text of a config file, parsed, that can say where each of its values stands. */
export interface ConfigSource {
  readonly value: unknown;
  /** `file:line:column` of the value at `path`, or of the nearest value around it that exists. */
  place(path: ConfigPath): string;
  /** An error with exit code 2 that starts with the place of `path`. */
  problem(path: ConfigPath, sentence: string): StartupError;
  /** The error for a key that nobody knows, with the nearest one that is known. */
  unknownKey(path: ConfigPath, known: readonly string[]): StartupError;
}

/** Parses JSON with comments and trailing commas. Throws a {@link StartupError} with exit code 2 where it is none. */
export function parseConfigSource(file: string, bytes: string): ConfigSource {
  const text = bytes.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error !== undefined || root === undefined) {
    const what = error === undefined ? "is empty" : sentenceOf(printParseErrorCode(error.error));
    throw new StartupError(2, `${placeAt(error?.offset ?? 0)}: the file ${what}.`);
  }

  function placeAt(offset: number): string {
    const before = text.slice(0, offset).split("\n");
    return `${file}:${before.length}:${before.at(-1)!.length + 1}`;
  }

  function place(path: ConfigPath): string {
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(root!, path.slice(0, length));
      if (node !== undefined) return placeAt(keyOf(node).offset);
    }
    return placeAt(0);
  }

  const problem = (path: ConfigPath, sentence: string): StartupError =>
    new StartupError(2, `${place(path)}: ${sentence}`);

  return {
    value: valueOf(root),
    place,
    problem,
    unknownKey(path, known) {
      const name = String(path.at(-1));
      const nearest = nearestName(name, known);
      const mend = nearest === undefined ? `use one of ${known.join(", ")}.` : `did you mean "${nearest}"?`;
      return problem(path, `"${name}" is not known here: ${mend}`);
    },
  };
}

/** A path as it is written in JavaScript: `mcpServers.shop.args[0]`. */
export function pathText(path: ConfigPath): string {
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`,
    )
    .join("")
    .replace(/^\./, "");
}

/** Each key as a property of its own: assigning to `__proto__` would set what the object inherits instead. */
function valueOf(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value;
  const properties = (node.children ?? []).map(({ children }) => children ?? []);
  return Object.fromEntries(properties.map(([key, value]) => [key?.value, value && valueOf(value)]));
}

/** The property that holds a value, so that the place is the key and not what follows it. */
function keyOf(node: Node): Node {
  return node.parent?.type === "property" ? node.parent : node;
}

/** "CommaExpected" → "is no valid JSON: comma expected". */
function sentenceOf(code: string): string {
  return `is no valid JSON: ${code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()} here`;
}
