import type { SchemaDraft } from "@cfworker/json-schema";
import { type BoundedSchema, createBoundedSchema } from "./bounded-schema.ts";
import { reasonOf } from "./errors.ts";
import type { ServerTool } from "./server-tool.ts";

/** Whether arguments fit; `reason` is a sentence that names the place. */
export type ArgumentCheck = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Preparing a schema walks all of it; a tool is called more than once. */
const schemas = new WeakMap<object, BoundedSchema>();

/**
 * Checks the arguments of a call against the tool's input schema: JSON Schema 2020-12, 2019-09, draft-07 and -06,
 * without `eval`. A `$ref` that leaves the schema is never fetched. A schema that cannot be checked admits
 * nothing: a server that broke its schema is asked to mend it rather than sent arguments nobody has judged. Nor does
 * one that takes too long, for it is checked on the page's own thread.
 */
export function checkArguments(tool: Pick<ServerTool, "name" | "inputSchema">, args: unknown): ArgumentCheck {
  try {
    const { valid, errors } = schemaOf(tool.inputSchema).validate(args);
    if (valid) return { ok: true };
    const worst = errors.at(-1);
    const place = worst?.instanceLocation.slice(1) || "the top";
    const problem = worst?.error ?? "they do not match.";
    return {
      ok: false,
      reason: `The arguments do not fit the input schema of "${tool.name}" at ${place}: ${problem}`,
    };
  } catch (error) {
    const problem = reasonOf(error);
    return {
      ok: false,
      reason: `The input schema of "${tool.name}" cannot be checked, its server must mend it: ${problem}`,
    };
  }
}

function schemaOf(schema: ServerTool["inputSchema"]): BoundedSchema {
  const known = schemas.get(schema);
  if (known) return known;
  const bounded = createBoundedSchema(schema, { draft: draftOf(schema["$schema"]) });
  schemas.set(schema, bounded);
  return bounded;
}

function draftOf(dialect: unknown): SchemaDraft {
  if (typeof dialect !== "string" || dialect.includes("/2020-12/")) return "2020-12";
  if (dialect.includes("/2019-09/")) return "2019-09";
  if (/\/draft-0[67]\//.test(dialect)) return "7";
  throw new Error(
    `it is written in the dialect ${JSON.stringify(dialect.slice(0, 200))}, which is not supported.`,
  );
}
