import {
  chainCheckpoint,
  omissionDigest,
  omittedLine,
  segmentDigest,
  type CheckpointFacts,
} from "./audit-checkpoint.ts";
import { chainEntry, headAfter, type AuditEntry, type ChainHead } from "./audit-entry.ts";
import { recordable } from "./audit-payload.ts";
import type { AuditEvent } from "./audit-event.ts";

/** Signs checkpoints, as the writer of a record does. */
export interface Signer {
  readonly key: string;
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
}

export async function createSigner(): Promise<Signer> {
  const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  return {
    key: x,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, bytes)),
  };
}

/** A step of a chain: something that happened, or a checkpoint over what happened since the one before. */
export type ChainStep = AuditEvent | Omit<CheckpointFacts, "key" | "segment">;

/** Writes a signed chain and gives it out: the last step has to be the export checkpoint. */
export async function sealedLog(
  signer: Signer,
  steps: readonly ChainStep[],
  start: ChainHead = { chain: "c", seq: 0, prev: null },
): Promise<readonly string[]> {
  const at = "2026-01-26T12:00:00.000Z";
  const lines: string[] = [];
  let head = start;
  let segment: string[] = [];
  for (const step of steps) {
    if ("kind" in step) {
      const { entry, line } = await chainEntry(head, at, recordable(step));
      segment.push(entry.digest);
      head = headAfter(entry);
      lines.push(line);
    } else {
      const facts = { ...step, key: signer.key, segment: await segmentDigest(segment) };
      const { entry, line } = await chainCheckpoint(head, at, facts, signer.sign);
      segment = [];
      head = headAfter(entry);
      lines.push(line);
    }
  }
  return lines;
}

/** A filtered export of `lines`: the entries at `left` stand in it as their digests, and its seal says so. */
export async function filteredLog(
  signer: Signer,
  lines: readonly string[],
  left: ReadonlySet<number>,
): Promise<readonly string[]> {
  const entries = lines.map((line) => JSON.parse(line) as AuditEntry & CheckpointFacts);
  const end = entries.at(-1);
  if (end === undefined) return [];
  let digest: string | undefined;
  const kept: string[] = [];
  for (const [at, entry] of entries.slice(0, -1).entries()) {
    if (left.has(at)) digest = await omissionDigest(digest, entry.digest);
    kept.push(left.has(at) ? omittedLine(entry) : (lines[at] ?? ""));
  }
  const { chain, seq, prev, at, key, segment } = end;
  const omitted = digest === undefined ? {} : { omitted: { count: left.size, digest } };
  const facts: CheckpointFacts = { reason: "export", key, segment, ...omitted };
  const { line } = await chainCheckpoint({ chain, seq, prev }, at, facts, signer.sign);
  return [...kept, line];
}

/** The lines once more as somebody writes them who can make digests and links, and cannot sign. */
export async function rechained(lines: readonly string[]): Promise<readonly string[]> {
  const written: string[] = [];
  let head: ChainHead = { chain: "c", seq: 0, prev: null };
  for (const text of lines) {
    const {
      chain: _,
      seq: __,
      prev: ___,
      at,
      v: ____,
      digest: _____,
      ...fields
    } = JSON.parse(text) as AuditEntry;
    const { entry, line } = await chainEntry(head, at, fields);
    head = headAfter(entry);
    written.push(line);
  }
  return written;
}
