import { dereference } from "@cfworker/json-schema";
import { problemsOf } from "./schema-problems.ts";

/** Why an input schema cannot carry a form, in a few words; undefined when it can. */
export function brokenSchema(schema: unknown): string | undefined {
  if (typeof schema !== "object" || schema === null) return "it is not an object";
  if ((schema as { type?: unknown }).type !== "object") return 'its type is not "object"';
  if (isTooDeep(schema, 0)) return "it is nested too deeply";
  try {
    const unresolved = unresolvedReference(schema);
    if (unresolved !== undefined) {
      return `it refers to ${unresolved}, which ${unresolved.startsWith("#") ? "it does not contain" : "is never fetched"}`;
    }
    problemsOf(schema, {});
    return undefined;
  } catch (error) {
    return error instanceof Error
      ? (error.message.split("\n")[0] ?? "").trim().replace(/\.$/, "")
      : "unusable";
  }
}

const MAX_DEPTH = 64;

function isTooDeep(schema: unknown, depth: number): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  return depth > MAX_DEPTH || Object.values(schema).some((inner) => isTooDeep(inner, depth + 1));
}

/** The first `$ref` that leads nowhere within the schema. Validation itself finds only those that it passes. */
function unresolvedReference(schema: object): string | undefined {
  // The lookup marks the schema that it is given; the server's stays as it came.
  const places = dereference(structuredClone(schema));
  for (const place of Object.values(places)) {
    if (typeof place !== "object" || typeof place.$ref !== "string") continue;
    const { $ref, __absolute_ref__: target = $ref } = place;
    if (places[target] === undefined) return $ref;
  }
  return undefined;
}
