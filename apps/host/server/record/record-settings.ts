import { z } from "zod";
import { compilePattern } from "./redaction-pattern.ts";
import type { RedactionSettings } from "./redaction.ts";

/** What the config says about the record. */
export interface RecordSettings {
  readonly redact: RedactionSettings;
  /** Entries older than this many days are removed, by whole segments. Default: undefined, everything is kept. */
  readonly retainDays: number | undefined;
}

/** What holds without a config file. */
export const defaultRecordSettings: RecordSettings = {
  redact: { keys: [], patterns: [] },
  retainDays: undefined,
};

const MAX_RULES = 100;
const text = z.string("must be text in quotes").min(1, "must not be empty");
const patternSchema = text.transform((source, context) => {
  const compiled = compilePattern(source);
  if (compiled.ok) return compiled.pattern;
  context.addIssue({ code: "custom", message: compiled.reason });
  return z.NEVER;
});
const redactSchema = z.strictObject(
  {
    keys: z
      .array(text, "must be a list of key names")
      .max(MAX_RULES, `must have at most ${MAX_RULES} items`)
      .optional(),
    patterns: z
      .array(patternSchema, "must be a list of regular expressions")
      .max(MAX_RULES, `must have at most ${MAX_RULES} items`)
      .optional(),
  },
  'must be an object such as { "keys": ["pin"] }',
);
const recordShape = {
  redact: redactSchema.optional(),
  retainDays: z
    .int("must be a whole number of days")
    .min(1, "must be at least 1")
    .max(36_500, "must be at most 36500")
    .optional(),
};

/** `vitrine.record` of the config. */
export const recordSchema = z
  .strictObject(recordShape, "must be an object")
  .transform(({ redact, retainDays }): RecordSettings => ({
    redact: { keys: redact?.keys ?? [], patterns: redact?.patterns ?? [] },
    retainDays,
  }));

/** The keys known at a place inside `vitrine.record`. */
export function recordKeys(inside: readonly (string | number)[]): readonly string[] {
  return Object.keys(inside[0] === "redact" ? redactSchema.shape : recordShape);
}
