import type { OutputUnit } from "@cfworker/json-schema";
import { createBoundedSchema, type BoundedSchema } from "@vitrine/bridge";

/** What is wrong with the arguments, in words for the person who fills the form. */
export interface SchemaProblem {
  /** JSON pointer to the value, without `#`; empty for the whole. */
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

/** A form asks with every key that is pressed. */
const schemas = new WeakMap<object, BoundedSchema>();

/**
 * Validates without code generation, which the page's content security policy forbids. Schemas are JSON Schema
 * 2020-12 (MCP's default dialect). A `$ref` that leaves the schema is never fetched: it counts as a broken schema.
 * @throws Error when the schema itself cannot be used, or takes too long: it is a server's, and this is the page's thread.
 */
export function problemsOf(schema: object, value: unknown): readonly SchemaProblem[] {
  const known = schemas.get(schema) ?? createBoundedSchema(schema, { everything: true });
  schemas.set(schema, known);
  const { errors } = known.validate(withoutUndefined(value));
  const problems = leavesOf(errors).map(toProblem);
  // The validator also calls a declared property unexpected when its value is wrong: once is enough.
  return problems.filter(
    (problem) =>
      problem.keyword !== "false" ||
      !problems.some(
        (other) =>
          other.keyword !== "false" &&
          (other.pointer === problem.pointer || other.pointer.startsWith(`${problem.pointer}/`)),
      ),
  );
}

/** Undefined is how forms say "absent"; JSON has no such value. */
function withoutUndefined(value: unknown): unknown {
  if (value === undefined) return {};
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Keywords whose errors only repeat that something below them is wrong. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "allOf",
  "if",
  "$ref",
  "dependentSchemas",
]);

/** Keeps the errors that say something; of alternatives, only that none fits. */
function leavesOf(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const alternatives = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  return errors.filter(
    (unit) =>
      !WRAPPERS.has(unit.keyword) &&
      !alternatives.some((choice) => unit.keywordLocation.startsWith(`${choice.keywordLocation}/`)),
  );
}

function toProblem(unit: OutputUnit): SchemaProblem {
  const pointer = unit.instanceLocation.replace(/^#/, "");
  const missing = /does not have required property "(.*)"/s.exec(unit.error)?.[1];
  if (unit.keyword === "required" && missing !== undefined) {
    const segment = missing.replaceAll("~", "~0").replaceAll("/", "~1");
    return { pointer: `${pointer}/${segment}`, keyword: "required", message: "This is required" };
  }
  return { pointer, keyword: unit.keyword, message: inWords(unit) };
}

function inWords({ keyword, error }: OutputUnit): string {
  if (keyword === "false") return "This is not allowed here";
  if (keyword === "anyOf" || keyword === "oneOf")
    return "This fits none, or more than one, of the alternatives";
  const types = /Instance type "(.*)" is invalid\. Expected (.*)\./.exec(error);
  if (types !== null) return `Expected ${types[2]?.replaceAll('"', "")}, found ${types[1]}`;
  if (keyword === "format")
    return error.replace(/^String does not match format "(?:of )?(.*)"\.$/s, "This does not match $1");
  return error
    .replace(/^Instance does not match any of \[(.*)\]\.$/s, "Must be one of $1")
    .replace(/^(Instance|String|Array|Property)\b/, "This")
    .replace(/\.$/, "");
}
