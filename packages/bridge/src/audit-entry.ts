import type { AuditEvent } from "./audit-event.ts";
import { bounded, canonicalJson, type AuditFields } from "./audit-payload.ts";
import { sha256 } from "./digest.ts";

/** What every entry carries besides its event: its place in a chain. */
export interface AuditFrame {
  /** The version of this form. */
  readonly v: 1;
  /** The chain that the entry belongs to: one writer, one chain. */
  readonly chain: string;
  /** Place in the chain, from 0, without gaps. */
  readonly seq: number;
  /** When the event was appended: RFC 3339, UTC, milliseconds. The clock is the page's and may step back. */
  readonly at: string;
  /** `digest` of the entry before; null for the first. */
  readonly prev: string | null;
  /** The fields that the writer of the record has from the page and could not check. */
  readonly claimed?: readonly string[];
  /** `sha256:` and 64 lowercase hex of the RFC 8785 canonical JSON of the entry without `digest`. */
  readonly digest: string;
}

/**
 * One line of the audit log: an {@link AuditEvent} in its place in a chain. A field above 64 KiB of canonical JSON is replaced by
 * its size and digest, a value that JSON cannot carry by a marker text.
 */
export type AuditEntry = AuditFrame & AuditEvent;

/** Where the next entry of a chain goes. */
export interface ChainHead {
  readonly chain: string;
  /** The next `seq`. */
  readonly seq: number;
  /** The digest of the last entry; null before the first. */
  readonly prev: string | null;
}

/** An entry with its line: RFC 8785 canonical JSON, without the line feed. */
export interface ChainedEntry {
  readonly entry: AuditEntry;
  readonly line: string;
}

/** Puts an event in its place: at `head`, linked to the entry before. */
export async function chainEntry(head: ChainHead, at: string, fields: AuditFields): Promise<ChainedEntry> {
  // The frame comes last: no event can pass itself off as another place in the chain.
  const content = { ...(await bounded(fields)), ...head, v: 1, at };
  const entry = { ...content, digest: await sha256(canonicalJson(content)) };
  return { entry: entry as unknown as AuditEntry, line: canonicalJson(entry) };
}

/** The head after `entry`. */
export function headAfter(entry: Pick<AuditFrame, "chain" | "seq" | "digest">): ChainHead {
  return { chain: entry.chain, seq: entry.seq + 1, prev: entry.digest };
}
