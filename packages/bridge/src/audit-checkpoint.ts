import { chainEntry, type ChainedEntry, type ChainHead } from "./audit-entry.ts";
import { canonicalJson, type AuditFields } from "./audit-payload.ts";
import { sha256 } from "./digest.ts";

/**
 * Why a checkpoint stands where it stands. `export` ends what is given out: it is written into the export alone and
 * never into the chain, so that no beginning of an export looks like a whole one.
 */
export type CheckpointReason = "start" | "periodic" | "export" | "retention" | "stop";

/** The entries that an export leaves out, so that nobody can leave out more afterwards. */
export interface OmittedEntries {
  readonly count: number;
  /** SHA-256 over them in their order, as docs/record.md says. */
  readonly digest: string;
}

/** What a checkpoint vouches for, besides its place in the chain. */
export interface CheckpointFacts {
  readonly reason: CheckpointReason;
  /** The Ed25519 public key that signed: 32 raw bytes, base64url. */
  readonly key: string;
  /** SHA-256 over the digests of the chain's entries since the checkpoint before, both exclusive, each and a line feed. */
  readonly segment: string;
  /**
   * How many entries of this chain stood before it and are gone, for the reason `retention`; for `export`, how many
   * stood before the first that is given out, if any.
   */
  readonly removed?: number;
  /** For an export that leaves entries out. */
  readonly omitted?: OmittedEntries;
  /** What the exporter was asked for, as it says itself; for an export that leaves entries out. */
  readonly filter?: AuditFields;
}

/** A signed entry: who has the public key knows that every entry before it stood there, in this order, unchanged. */
export interface AuditCheckpoint extends CheckpointFacts {
  readonly kind: "checkpoint";
  /** Ed25519, base64url, over the canonical JSON of the entry without `signature` and `digest`. */
  readonly signature: string;
}

/** SHA-256 over the digests of a segment's entries, each followed by a line feed. */
export function segmentDigest(digests: readonly string[]): Promise<string> {
  return sha256(digests.map((digest) => `${digest}\n`).join(""));
}

/**
 * The digest of the entries that were left out, one entry further: SHA-256 over the digest so far (nothing for the
 * first), the entry's digest and a line feed.
 */
export function omissionDigest(before: string | undefined, digest: string): Promise<string> {
  return sha256(`${before ?? ""}${digest}\n`);
}

/** What the signature of a checkpoint covers: its canonical JSON without `signature` and `digest`. */
export function signedBytes(entry: AuditFields): Uint8Array<ArrayBuffer> {
  const { signature: _, digest: __, ...content } = entry;
  return new TextEncoder().encode(canonicalJson(content));
}

/** Puts a checkpoint in its place and signs it there. */
export async function chainCheckpoint(
  head: ChainHead,
  at: string,
  facts: CheckpointFacts,
  sign: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>,
): Promise<ChainedEntry> {
  const checkpoint = { kind: "checkpoint", ...facts };
  const signature = toBase64url(await sign(signedBytes({ ...checkpoint, ...head, v: 1, at })));
  return chainEntry(head, at, { ...checkpoint, signature });
}

/** The line that stands for an entry which an export leaves out; its link and its digest still verify. */
export function omittedLine(entry: {
  readonly chain: string;
  readonly seq: number;
  readonly digest: string;
}): string {
  const { chain, seq, digest } = entry;
  return canonicalJson({ v: 1, kind: "omitted", chain, seq, digest });
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
