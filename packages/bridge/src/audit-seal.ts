import type { SealedAuditStore } from "./audit-store.ts";

/** Signs checkpoints, so that an audit log whose end was cut off, or that was rewritten as a whole, does not verify. */
export interface AuditSeal {
  /** The Ed25519 public key: base64url of its raw 32 bytes. */
  readonly key: string;
  /** The Ed25519 signature of `bytes`. */
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** A log asks for a checkpoint after this many entries without one. */
export const SEGMENT_ENTRIES = 256;

/** Reads the digests of a chain's entries since its last checkpoint: as many as a crash can leave unsealed. */
export async function unsealedDigests(store: SealedAuditStore, chain: string): Promise<readonly string[]> {
  const digests: string[] = [];
  const sealed = (await store.lastCheckpoint(chain)) ?? -1;
  for (let after = { chain, seq: sealed, line: "" }; ;) {
    const lines = (await store.read(after)).filter((line) => line.chain === chain);
    const last = lines.at(-1);
    if (last === undefined) return digests;
    for (const { line } of lines) digests.push((JSON.parse(line) as { readonly digest: string }).digest);
    after = last;
  }
}
