import type { AuditFrame } from "./audit-entry.ts";
import { canonicalJson, type AuditFields } from "./audit-payload.ts";
import { sha256 } from "./digest.ts";

/** A line of an exported log: an entry, or the stand-in for one that a filtered export leaves out. */
export type AuditLogLine =
  | { readonly kind: "entry"; readonly entry: AuditFields & AuditFrame & { readonly kind: string } }
  | ({ readonly kind: "omitted" } & Pick<AuditFrame, "chain" | "seq" | "digest">);

/** A line that cannot be believed; `chain` and `seq` as far as they are known. */
export interface UnreadableLine {
  readonly kind: "unreadable";
  readonly chain: string | null;
  readonly seq: number | null;
  readonly why: string;
}

const isDigest = (value: unknown): boolean =>
  typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isSeq = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** In the order in which a reader is told. Kinds are open: another writer may record more than this one knows. */
const OMITTED_FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  v: (value) => value === 1,
  chain: isText,
  seq: isSeq,
  kind: isText,
  digest: isDigest,
};
const ENTRY_FIELDS: typeof OMITTED_FIELDS = {
  ...OMITTED_FIELDS,
  at: (value) => typeof value === "string" && isTime(value),
  prev: (value) => value === null || isDigest(value),
};

/** Reads one line: the very bytes of canonical JSON, every field of the frame, and the entry's own digest. */
export async function parseAuditLine(text: string): Promise<AuditLogLine | UnreadableLine> {
  const value = parse(text);
  if (value === undefined) return unreadable("the line is not an entry in canonical JSON");
  const fields = (typeof value === "object" && value !== null ? value : {}) as AuditFields;
  const isOmitted = fields["kind"] === "omitted";
  const expected = isOmitted ? OMITTED_FIELDS : ENTRY_FIELDS;
  const malformed = Object.entries(expected).find(([name, holds]) => !holds(fields[name]));
  if (malformed !== undefined) {
    return unreadable(`the line is not an entry: \`${malformed[0]}\` is missing or malformed`);
  }
  const entry = fields as AuditFields & AuditFrame & { readonly kind: string };
  if (isOmitted) {
    const surplus = Object.keys(fields).find((name) => !Object.hasOwn(OMITTED_FIELDS, name));
    if (surplus !== undefined) return unreadable(`the line of an omitted entry has a field \`${surplus}\``);
    return { kind: "omitted", chain: entry.chain, seq: entry.seq, digest: entry.digest };
  }
  const { digest, ...content } = entry;
  if ((await sha256(canonicalJson(content))) !== digest) {
    const why = "the entry was changed: its digest does not match";
    return { kind: "unreadable", chain: entry.chain, seq: entry.seq, why };
  }
  return { kind: "entry", entry };
}

function unreadable(why: string): UnreadableLine {
  return { kind: "unreadable", chain: null, seq: null, why };
}

/** The value of a line that is exactly the canonical JSON of it. */
function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return canonicalJson(value) === line ? value : undefined;
  } catch {
    // No JSON, or nested so deeply that it was not written by the log.
    return undefined;
  }
}

/** RFC 3339 in the one form that the log writes: UTC, milliseconds, a day that exists. */
function isTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
