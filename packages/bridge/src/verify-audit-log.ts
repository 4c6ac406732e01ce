import { createChainCheck, type AuditChainSummary, type ChainCheck } from "./audit-chain-check.ts";
import { parseAuditLine } from "./audit-frame.ts";
import { linesOf, type AuditSource } from "./audit-lines.ts";
import { createSignatureCheck, type AuditKey } from "./audit-signature.ts";

/** The first thing that is wrong with a log. */
export interface AuditProblem {
  /** The line, from 1. */
  readonly line: number;
  /** The chain that the line names; null when it is no entry. */
  readonly chain: string | null;
  /** The `seq` that the line names, or that is missing there; null when it is no entry. */
  readonly seq: number | null;
  /** What is wrong there, for a person. */
  readonly why: string;
}

/** The result of {@link verifyAuditLog}. `entries` counts the lines before the problem, or all. */
export type AuditVerification =
  | {
      readonly ok: true;
      readonly entries: number;
      readonly chains: readonly AuditChainSummary[];
      /** The key of the checkpoints; undefined for a log that has none. */
      readonly key?: AuditKey;
    }
  | { readonly ok: false; readonly entries: number; readonly problem: AuditProblem };

/** Options of {@link verifyAuditLog}. */
export interface VerifyAuditLogOptions {
  /** The Ed25519 public key (32 raw bytes, base64url) that every checkpoint must be signed with. Default: the log's own. */
  readonly key?: string;
  /**
   * Whether every chain must end with an `export` checkpoint, and there must be one. Default: true with a
   * `key`, else false. A chain that has any checkpoint, or entries left out, must end with one in any case.
   */
  readonly sealed?: boolean;
}

/**
 * Checks an exported audit log and names the first entry that was edited, removed, moved or repeated: the bytes of
 * each line, its digest, its link to the entry before, `seq` without gaps, `at`, and that each action is
 * requested, decided and finished once, in this order. Where there are checkpoints, their signatures, that they were
 * signed for these very entries, and that the chain ends with the one its export was given: so a tail that was cut off
 * and entries that were left out afterwards are found, too. Chains may be interleaved. Reads as a stream: memory grows
 * with the number of chains, of open actions, and of entries between two checkpoints.
 *
 * What it cannot show: that a whole chain was removed; that the log is an older export than it claims to be (compare
 * `sealed.at`); that somebody rewrote all of it, unless you name the `key`. A chain without checkpoints (the library's
 * own log) can be cut off at its end or rewritten unseen: keep {@link AuditChainSummary.digest} elsewhere.
 *
 * @throws VitrineError `invalid-argument` when `key` is no public key.
 */
export async function verifyAuditLog(
  source: AuditSource,
  { key, sealed = key !== undefined }: VerifyAuditLogOptions = {},
): Promise<AuditVerification> {
  const signatures = createSignatureCheck(key);
  const chains = new Map<string, ChainCheck>();
  let entries = 0;
  const fail = (problem: Omit<AuditProblem, "line">): AuditVerification => ({
    ok: false,
    entries,
    problem: { line: entries + 1, ...problem },
  });

  for await (const { text, problem } of linesOf(source)) {
    if (problem !== undefined) return fail({ chain: null, seq: null, why: problem });
    const line = await parseAuditLine(text);
    if (line.kind === "unreadable") return fail({ chain: line.chain, seq: line.seq, why: line.why });
    const { chain, seq } = line.kind === "entry" ? line.entry : line;
    const check = chains.get(chain) ?? createChainCheck(chain, { mustBeSealed: sealed, signatures });
    chains.set(chain, check);
    const why = await check.take(line);
    if (why !== undefined) return fail({ chain, seq, why });
    entries += 1;
  }
  if (sealed && chains.size === 0) {
    return fail({ chain: null, seq: null, why: "the log is empty: not even an export checkpoint is left" });
  }
  for (const [chain, check] of chains) {
    const cutOff = check.end();
    if (cutOff !== undefined) return fail({ chain, ...cutOff });
  }
  const signer = await signatures.key();
  return {
    ok: true,
    entries,
    chains: Array.from(chains.values(), (check) => check.summary()),
    ...(signer === undefined ? {} : { key: signer }),
  };
}
