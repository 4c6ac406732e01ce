import { z } from "zod";
import { actionStep, type OpenPhase } from "./audit-action.ts";
import { linesOf, type AuditSource, type SourceLine } from "./audit-lines.ts";
import { canonicalJson } from "./audit-payload.ts";
import type { OpenAction } from "./audit-store.ts";
import { sha256 } from "./digest.ts";

/** What was found of one chain. */
export interface AuditChainSummary {
  readonly chain: string;
  readonly entries: number;
  /** The digest of its last entry. Kept elsewhere, it shows later whether the end of the chain was cut off. */
  readonly digest: string;
  /** Actions that are not finished: under way, or left by a page that ended. No sign of tampering. */
  readonly open: readonly OpenAction[];
}

/** The first thing that is wrong with a log. */
export interface AuditProblem {
  /** The line, from 1. */
  readonly line: number;
  /** The chain that the line names; null when it is no entry. */
  readonly chain: string | null;
  /** The `seq` that the line names; null when it is no entry. */
  readonly seq: number | null;
  /** What is wrong there, for a person. */
  readonly why: string;
}

/** The result of {@link verifyAuditLog}. `entries` counts those before the problem, or all. */
export type AuditVerification =
  | { readonly ok: true; readonly entries: number; readonly chains: readonly AuditChainSummary[] }
  | { readonly ok: false; readonly entries: number; readonly problem: AuditProblem };

/**
 * Checks an exported audit log and names the first entry that was edited, removed, moved or repeated: the bytes of
 * each line, its digest, its link to the entry before, `seq` without gaps from 0, `at`, and that each action is
 * requested, decided and finished once, in this order. Chains may be interleaved. Reads as a stream: memory grows with
 * the number of chains and open actions, not of entries.
 *
 * What no chain of digests shows by itself: that the *end* of a chain was cut off, that a whole chain was removed, and
 * that somebody rewrote a chain with new digests. For that, keep {@link AuditChainSummary.digest} elsewhere.
 */
export async function verifyAuditLog(source: AuditSource): Promise<AuditVerification> {
  const chains = new Map<string, ChainState>();
  let entries = 0;
  for await (const line of linesOf(source)) {
    const problem = await checkLine(line, chains);
    if (problem !== undefined) return { ok: false, entries, problem: { line: entries + 1, ...problem } };
    entries += 1;
  }
  const summaries = Array.from(chains, ([chain, { last, open }]) => ({
    chain,
    entries: last.seq + 1,
    digest: last.digest,
    open: Array.from(open, ([action, phase]) => ({ action, phase })),
  }));
  return { ok: true, entries, chains: summaries };
}

interface ChainState {
  readonly last: { readonly seq: number; readonly digest: string };
  readonly open: Map<string, OpenPhase>;
}

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** Kinds are not checked: a later version, or another writer, may record more than this one knows. */
const frameSchema = z.looseObject({
  v: z.literal(1),
  chain: z.string().min(1),
  seq: z.int().nonnegative(),
  at: z.iso.datetime({ precision: 3 }),
  prev: digest.nullable(),
  kind: z.string().min(1),
  digest,
});

async function checkLine(
  { text, problem }: SourceLine,
  chains: Map<string, ChainState>,
): Promise<Omit<AuditProblem, "line"> | undefined> {
  if (problem !== undefined) return broken(problem);
  const value = parse(text);
  if (value === undefined) return broken("the line is not an entry in canonical JSON");
  const { success, data: entry, error } = frameSchema.safeParse(value);
  if (!success)
    return broken(`the line is not an entry: \`${error.issues[0]?.path.join(".")}\` is missing or malformed`);

  const { digest: claimed, ...content } = value as Record<string, unknown>;
  if ((await sha256(canonicalJson(content))) !== claimed) {
    return { chain: entry.chain, seq: entry.seq, why: "the entry was changed: its digest does not match" };
  }
  const { last, open } = chains.get(entry.chain) ?? { open: new Map<string, OpenPhase>() };
  const why = misplaced(entry, last) ?? misdone(entry, open);
  if (why !== undefined) return { chain: entry.chain, seq: entry.seq, why };
  chains.set(entry.chain, { last: { seq: entry.seq, digest: entry.digest }, open });
  return undefined;
}

function broken(why: string): Omit<AuditProblem, "line"> {
  return { chain: null, seq: null, why };
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

function misplaced(
  entry: z.infer<typeof frameSchema>,
  last: ChainState["last"] | undefined,
): string | undefined {
  const expected = last === undefined ? 0 : last.seq + 1;
  if (entry.seq > expected) {
    const missing =
      entry.seq - 1 === expected ? `entry ${expected} is` : `entries ${expected} to ${entry.seq - 1} are`;
    return `${missing} missing before this entry`;
  }
  if (entry.seq < expected) return `the entry is repeated or out of order: entry ${expected} belongs here`;
  if (entry.prev !== (last?.digest ?? null)) return "`prev` is not the digest of the entry before";
  return undefined;
}

function misdone(entry: z.infer<typeof frameSchema>, open: Map<string, OpenPhase>): string | undefined {
  const step = actionStep(entry.kind, entry["action"], (action) => open.get(action));
  if (step === undefined) return undefined;
  if (step.problem !== undefined) return `the entry is out of order: ${step.problem}`;
  if (step.phase === "finished") open.delete(step.action);
  else open.set(step.action, step.phase);
  return undefined;
}
