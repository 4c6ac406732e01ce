import { problemsOf } from "./schema-validator.ts";

/** Why an input schema cannot carry a form, in a few words; undefined when it can. */
export function brokenSchema(schema: unknown): string | undefined {
  if (typeof schema !== "object" || schema === null) return "it is not an object";
  if ((schema as { type?: unknown }).type !== "object") return 'its type is not "object"';
  try {
    problemsOf(schema, {});
    return referenceAbroad(schema, 0);
  } catch (error) {
    return error instanceof Error
      ? (error.message.split("\n")[0] ?? "").trim().replace(/\.$/, "")
      : "unusable";
  }
}

const MAX_DEPTH = 64;

/** A reference that leaves the schema is never fetched, so no form can be made of it. */
function referenceAbroad(schema: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return "it is nested too deeply";
  if (typeof schema !== "object" || schema === null) return undefined;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref" && typeof value === "string" && !value.startsWith("#")) {
      return `it refers to ${value}, which is never fetched`;
    }
    const inner = referenceAbroad(value, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
