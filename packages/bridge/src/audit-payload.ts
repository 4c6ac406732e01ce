import canonicalize from "canonicalize";
import type { AuditEvent } from "./audit-event.ts";
import { sha256 } from "./digest.ts";

/** The fields of an event, as plain JSON. */
export type AuditFields = Readonly<Record<string, unknown>>;

/** What is recorded of a value that `JSON.stringify` refuses, so that no payload can make its own entry unwritable. */
export const UNREPRESENTABLE = "[cannot be written as JSON]";

/** The most UTF-8 bytes of canonical JSON that one field takes in an entry. */
export const MAX_FIELD_BYTES = 64 * 1024;

/** Deeper values are recorded as text: a reader that recurses must not be brought down by a record. */
const MAX_DEPTH = 64;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** RFC 8785 canonical JSON of a plain JSON value. */
export function canonicalJson(value: unknown): string {
  return canonicalize(value) ?? "null";
}

/**
 * The event as plain JSON, copied now: what the caller changes later is not what happened. Each value goes through
 * JSON once, as it does on its way to a server (`undefined` is dropped, `NaN` is null). A value that RFC 8785 cannot
 * carry (lone surrogates), or that is nested too deeply, is recorded as its JSON text, which loses nothing.
 */
export function recordable(event: AuditEvent): AuditFields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    if (value !== undefined) fields[name] = plainJson(value);
  }
  return fields;
}

function plainJson(value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A bigint, a cycle, a toJSON that throws: the action happened all the same, so the entry is written.
    return UNREPRESENTABLE;
  }
  if (text === undefined) return UNREPRESENTABLE;
  const copy: unknown = JSON.parse(text);
  return isCanonicalisable(copy, MAX_DEPTH) ? copy : text;
}

function isCanonicalisable(value: unknown, depth: number): boolean {
  if (typeof value === "string") return !LONE_SURROGATE.test(value);
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(
    ([name, inner]) => !LONE_SURROGATE.test(name) && isCanonicalisable(inner, depth - 1),
  );
}

/**
 * The fields with each one above {@link MAX_FIELD_BYTES} replaced by its size and digest, so that a View cannot fill
 * the disk: `{ "omitted": "<n> bytes", "digest": "sha256:…" }`, for text the same as one string. The digest is that
 * of the field's canonical JSON.
 */
export async function bounded(fields: AuditFields): Promise<AuditFields> {
  // A UTF-16 unit is at most three bytes of UTF-8, so nearly every entry needs no second look.
  if (canonicalJson(fields).length * 3 <= MAX_FIELD_BYTES) return fields;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) kept[name] = await boundedField(value);
  return kept;
}

async function boundedField(value: unknown): Promise<unknown> {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  if (bytes.length <= MAX_FIELD_BYTES) return value;
  const omitted = `${bytes.length} bytes`;
  const digest = await sha256(bytes);
  return typeof value === "string" ? `[omitted: ${omitted}, ${digest}]` : { omitted, digest };
}
