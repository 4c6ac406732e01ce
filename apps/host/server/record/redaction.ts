import { createKeyTest } from "./redacted-keys.ts";
import { defaultPatterns } from "./redacted-patterns.ts";

/** What is kept out of the record besides what always is. */
export interface RedactionSettings {
  /** Names of keys whose values are secret, e.g. `pin` or `card number`. */
  readonly keys: readonly string[];
  /** What secret text looks like; see `compilePattern`. */
  readonly patterns: readonly RegExp[];
}

/** Replaces what must not be recorded, in plain JSON. */
export interface Redaction {
  /** The value with every secret in it replaced by {@link REDACTED}. */
  redact(value: unknown): unknown;
}

/** What stands in the record for a secret. */
export const REDACTED = "[redacted]";

/** Deeper values are taken for secret: a sender must not get past by nesting, nor bring the process down. */
const MAX_DEPTH = 64;
/**
 * Characters of JSON above which patterns are not looked for, because the record keeps no more than the size and
 * digest of a field that long.
 */
const MAX_FIELD_CHARACTERS = 64 * 1024;
/** Characters that a configured pattern sees at a time, and how many of them it sees again with the next. */
const WINDOW = 4096;
const OVERLAP = 1024;

/** Whose value a query or form parameter is. */
const PARAMETER = /([?&#;]|^)([^=&#;?\s]{1,128})=([^&#;\s]*)/g;
/** User and password of a URL. */
const USERINFO = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@]{1,1024}@/gi;

/** Creates the redaction of the record. The defaults always hold; the settings only add to them. */
export function createRedaction(settings: RedactionSettings): Redaction {
  const isSecretKey = createKeyTest(settings.keys);

  function byKey(value: unknown, depth: number): unknown {
    if (typeof value === "string") return redactParameters(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth === 0) return REDACTED;
    if (Array.isArray(value)) return value.map((item) => byKey(item, depth - 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        isSecretKey(key) && isSecretKind(inner) ? REDACTED : byKey(inner, depth - 1),
      ]),
    );
  }

  function redactParameters(text: string): string {
    if (text.length > MAX_FIELD_CHARACTERS) return text;
    return text
      .replace(PARAMETER, (whole: string, before: string, name: string, value: string) =>
        value !== "" && isSecretKey(decoded(name)) ? `${before}${name}=${REDACTED}` : whole,
      )
      .replace(USERINFO, `$1${REDACTED}@`);
  }

  function byPattern(value: unknown): unknown {
    if (typeof value === "string") return redactPatterns(value, settings.patterns);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(byPattern);
    // A View may send a secret as a key as well.
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [redactPatterns(key, settings.patterns), byPattern(inner)]),
    );
  }

  return {
    redact(value) {
      const kept = byKey(value, MAX_DEPTH);
      return (JSON.stringify(kept) ?? "").length > MAX_FIELD_CHARACTERS ? kept : byPattern(kept);
    },
  };
}

/** A flag or nothing at all keeps no secret, and says more in the record than its absence. */
function isSecretKind(value: unknown): boolean {
  return value !== null && typeof value !== "boolean" && value !== "";
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function redactPatterns(text: string, configured: readonly RegExp[]): string {
  let redacted = text;
  for (const pattern of defaultPatterns) redacted = redacted.replace(pattern, REDACTED);
  for (const pattern of configured) redacted = replaceInWindows(redacted, pattern);
  return redacted;
}

/** Replaces matches window by window: what a pattern costs may grow with the square of the text that it sees. */
function replaceInWindows(text: string, pattern: RegExp): string {
  let redacted = "";
  let done = 0;
  for (let from = 0; from < text.length; from += WINDOW - OVERLAP) {
    for (const { 0: match, index } of text.slice(from, from + WINDOW).matchAll(pattern)) {
      const [start, end] = [from + index, from + index + match.length];
      if (match === "" || end <= done) continue;
      // A match that goes on where the one in the window before ended is the same secret.
      redacted += start < done ? "" : text.slice(done, start) + REDACTED;
      done = end;
    }
  }
  return redacted + text.slice(done);
}
