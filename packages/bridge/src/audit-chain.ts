import { actionStep, type ActionPhase, type OpenPhase } from "./audit-action.ts";
import { lockChain } from "./audit-chain-lock.ts";
import { chainCheckpoint, segmentDigest, type CheckpointReason } from "./audit-checkpoint.ts";
import { chainEntry, headAfter, type AuditEntry, type ChainedEntry, type ChainHead } from "./audit-entry.ts";
import type { AuditEvent } from "./audit-event.ts";
import { recordable, type AuditFields } from "./audit-payload.ts";
import { unsealedDigests, type AuditSeal } from "./audit-seal.ts";
import type { AuditLine, AuditStore, OpenAction, SealedAuditStore } from "./audit-store.ts";
import { VitrineError } from "./errors.ts";

/** What the one writer of a chain knows of it. It moves only when a write is durable. */
export interface AuditChain {
  head: ChainHead;
  /** The actions that are not finished; as few as are under way. */
  open: ReadonlyMap<string, OpenPhase>;
  /** The digests of the entries since the last checkpoint; empty in a log without a seal. */
  segment: readonly string[];
}

/** Entries that follow a chain and are not written yet. */
export interface AuditDraft {
  /** The entries added so far. */
  readonly entries: readonly AuditEntry[];
  /**
   * Adds the events of one call, all of them or none.
   *
   * @throws VitrineError `invalid-argument` when they break the order *requested*, *decided*, *finished*.
   */
  add(at: string, events: readonly AuditFields[]): Promise<void>;
  /** Adds a checkpoint. A `retention` one only where no action is open: what follows it must be whole without the rest. */
  addCheckpoint(at: string, reason: CheckpointReason, seal: AuditSeal): Promise<void>;
  /** How many entries stand behind the last checkpoint. */
  unsealed(): number;
  /** Writes the draft in one durable write; only then the chain moves on. */
  commit(store: AuditStore): Promise<void>;
}

/** Starts a draft at the end of `chain`. Without a seal, segments are nobody's business and take no memory. */
export function draftEntries(chain: AuditChain, { sealed }: { readonly sealed: boolean }): AuditDraft {
  let head = chain.head;
  const entries: AuditEntry[] = [];
  const lines: AuditLine[] = [];
  const open = new Map(chain.open);
  let segment = [...chain.segment];

  function take({ entry, line }: ChainedEntry): void {
    head = headAfter(entry);
    entries.push(entry);
    lines.push({ chain: entry.chain, seq: entry.seq, line });
    if (entry.kind === "checkpoint") segment = [];
    else if (sealed) segment.push(entry.digest);
  }

  return {
    entries,
    async add(at, events) {
      const moved = new Map<string, ActionPhase>();
      const phaseOf = (action: string): OpenPhase | undefined => {
        const phase = moved.get(action) ?? open.get(action);
        return phase === "finished" ? undefined : phase;
      };
      for (const { kind, action } of events) {
        const step = actionStep(String(kind), action, phaseOf);
        if (step === undefined) continue;
        if (step.problem !== undefined) {
          throw new VitrineError(
            "invalid-argument",
            `The audit log cannot take ${step.problem}: append requested, decided and finished once each, in this order.`,
          );
        }
        moved.set(step.action, step.phase);
      }
      let end = head;
      const added = [];
      for (const event of events) {
        const chained = await chainEntry(end, at, event);
        end = headAfter(chained.entry);
        added.push(chained);
      }
      for (const chained of added) take(chained);
      for (const [action, phase] of moved) {
        if (phase === "finished") open.delete(action);
        else open.set(action, phase);
      }
    },
    async addCheckpoint(at, reason, { key, sign }) {
      if (reason === "retention" && open.size > 0) return;
      const facts = { reason, key, segment: await segmentDigest(segment) };
      const removed = reason === "retention" ? { removed: head.seq } : {};
      take(await chainCheckpoint(head, at, { ...facts, ...removed }, sign));
    },
    unsealed: () => segment.length,
    async commit(store) {
      if (lines.length === 0) return;
      const openActions = Array.from(open, ([action, phase]) => ({ action, phase }));
      await store.append({ chain: head.chain, lines, open: openActions });
      chain.head = head;
      chain.open = open;
      chain.segment = segment;
    },
  };
}

/** A store, and how a log uses it. */
export interface AuditWriter {
  readonly store: AuditStore;
  /** The store once more, when the log has a seal. */
  readonly sealedStore: SealedAuditStore | undefined;
  /** Whose end leaves actions open, as reasons call it: `the page`. */
  readonly writer: string;
}

/** Reads the end of a chain, and nothing before it. Undefined when its last entry is not readable. */
export async function loadChain(
  { store, sealedStore }: AuditWriter,
  chain: string,
): Promise<AuditChain | undefined> {
  const [last, open] = await Promise.all([store.last(chain), store.openActions(chain)]);
  const head = last === undefined ? { chain, seq: 0, prev: null } : headOf(last);
  if (head === undefined) return undefined;
  const segment = sealedStore === undefined ? [] : await unsealedDigests(sealedStore, chain);
  return { head, open: new Map(open.map(({ action, phase }) => [action, phase])), segment };
}

function headOf({ chain, seq, line }: AuditLine): ChainHead | undefined {
  try {
    const { digest } = JSON.parse(line) as { readonly digest?: unknown };
    return typeof digest === "string" ? headAfter({ chain, seq, digest }) : undefined;
  } catch {
    // Somebody wrote into the store: verification names the entry, and nothing may be built on it.
    return undefined;
  }
}

/**
 * Ends actions that nobody else will end, so that each *requested* has one *decided* and one *finished*.
 *
 * @returns the entries that were written for it.
 */
export async function interruptActions(
  { store, sealedStore }: AuditWriter,
  chain: AuditChain,
  actions: Iterable<readonly [action: string, phase: OpenPhase]>,
  at: string,
  cause: string,
): Promise<readonly AuditEntry[]> {
  const draft = draftEntries(chain, { sealed: sealedStore !== undefined });
  for (const [action, phase] of actions) {
    await draft.add(at, interruption({ action, phase }, cause).map(recordable));
  }
  await draft.commit(store);
  return draft.entries;
}

function interruption({ action, phase }: OpenAction, cause: string): readonly AuditEvent[] {
  const reason = `${cause} before an outcome was recorded`;
  const finished: AuditEvent = { kind: "action.finished", action, outcome: "interrupted", reason };
  if (phase === "decided") return [finished];
  const denied = `${cause} before a decision was recorded`;
  return [{ kind: "action.decided", action, verdict: "deny", by: "host", reason: denied }, finished];
}

/** A chain together with the right to be its only writer. */
export interface ClaimedChain {
  readonly chain: AuditChain;
  /** What recovery wrote. */
  readonly recovered: readonly AuditEntry[];
  readonly release: () => void;
}

/**
 * Takes the first chain in the store that nobody writes, or starts a new one. Every free chain is recovered on the
 * way: its writer is gone, so its open actions will not end by themselves.
 */
export async function claimChain(log: AuditWriter, at: string): Promise<ClaimedChain> {
  const recovered: AuditEntry[] = [];
  let claimed: Pick<ClaimedChain, "chain" | "release"> | undefined;
  try {
    for (const id of await log.store.chains()) {
      const release = await lockChain(id);
      if (release === undefined) continue;
      try {
        const chain = await loadChain(log, id);
        if (chain === undefined) continue;
        recovered.push(...(await interruptActions(log, chain, chain.open, at, `${log.writer} ended`)));
        claimed ??= { chain, release };
      } finally {
        if (claimed?.release !== release) release();
      }
    }
    claimed ??= await startChain();
    return { ...claimed, recovered };
  } catch (error) {
    claimed?.release();
    throw error;
  }
}

async function startChain(): Promise<Pick<ClaimedChain, "chain" | "release">> {
  const id = crypto.randomUUID();
  const release = await lockChain(id);
  if (release === undefined) throw new Error(`The lock of the new chain ${id} is taken.`);
  return { chain: { head: { chain: id, seq: 0, prev: null }, open: new Map(), segment: [] }, release };
}
