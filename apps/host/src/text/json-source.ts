import { parseTree, printParseErrorCode, type ParseError } from "jsonc-parser";

/** JSON as a person typed it: a value, or where and why it is none. */
export type JsonSource =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly line: number; readonly column: number; readonly reason: string };

/** Parses strict JSON and says where it breaks; lines and columns count from 1. */
export function parseJsonSource(text: string): JsonSource {
  try {
    return { valid: true, value: JSON.parse(text) as unknown };
  } catch {
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const [first] = errors;
    const offset = first?.offset ?? text.length;
    const before = text.slice(0, offset).split("\n");
    return {
      valid: false,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      reason:
        first === undefined
          ? "Not valid JSON"
          : (REASONS[printParseErrorCode(first.error)] ?? "Not valid JSON"),
    };
  }
}

/** Parses the arguments of a tool: JSON that must be an object. */
export function parseArguments(
  text: string,
):
  | { readonly valid: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly valid: false; readonly reason: string; readonly line: number; readonly column: number } {
  const source = parseJsonSource(text);
  if (!source.valid) return source;
  if (typeof source.value === "object" && source.value !== null && !Array.isArray(source.value)) {
    return { valid: true, value: source.value as Record<string, unknown> };
  }
  return { valid: false, line: 1, column: 1, reason: "Arguments must be a JSON object" };
}

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: "Unknown word",
  InvalidNumberFormat: "Malformed number",
  PropertyNameExpected: "A property name in double quotes is expected",
  ValueExpected: "A value is expected",
  ColonExpected: "A colon is expected",
  CommaExpected: "A comma is expected",
  CloseBraceExpected: "A closing } is missing",
  CloseBracketExpected: "A closing ] is missing",
  EndOfFileExpected: "Nothing more is expected here",
  InvalidCommentToken: "Comments are not allowed in JSON",
  UnexpectedEndOfString: "The string is not closed",
  UnexpectedEndOfNumber: "The number breaks off",
  InvalidUnicode: "Malformed \\u escape",
  InvalidEscapeCharacter: "Malformed escape",
  InvalidCharacter: "A character that is not allowed here",
};
