import { actionStep, type ActionPhase, type OpenPhase } from "./audit-action.ts";
import { lockChain } from "./audit-chain-lock.ts";
import { chainEntry, headAfter, type AuditEntry, type ChainHead } from "./audit-entry.ts";
import type { AuditEvent } from "./audit-event.ts";
import { recordable, type AuditFields } from "./audit-payload.ts";
import type { AuditLine, AuditStore, OpenAction } from "./audit-store.ts";
import { VitrineError } from "./errors.ts";

/** What the one writer of a chain knows of it. It moves only when a write is durable. */
export interface AuditChain {
  head: ChainHead;
  /** The actions that are not finished; as few as are under way. */
  open: ReadonlyMap<string, OpenPhase>;
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
  /** Writes the draft in one durable write; only then the chain moves on. */
  commit(store: AuditStore): Promise<void>;
}

/** Starts a draft at the end of `chain`. */
export function draftEntries(chain: AuditChain): AuditDraft {
  let head = chain.head;
  const entries: AuditEntry[] = [];
  const lines: AuditLine[] = [];
  const open = new Map(chain.open);

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
      head = end;
      for (const { entry, line } of added) {
        entries.push(entry);
        lines.push({ chain: entry.chain, seq: entry.seq, line });
      }
      for (const [action, phase] of moved) {
        if (phase === "finished") open.delete(action);
        else open.set(action, phase);
      }
    },
    async commit(store) {
      if (lines.length === 0) return;
      const openActions = Array.from(open, ([action, phase]) => ({ action, phase }));
      await store.append({ chain: head.chain, lines, open: openActions });
      chain.head = head;
      chain.open = open;
    },
  };
}

/** Reads the end of a chain, and nothing before it. Undefined when its last entry is not readable. */
export async function loadChain(store: AuditStore, chain: string): Promise<AuditChain | undefined> {
  const [last, open] = await Promise.all([store.last(chain), store.openActions(chain)]);
  const head = last === undefined ? { chain, seq: 0, prev: null } : headOf(last);
  return head && { head, open: new Map(open.map(({ action, phase }) => [action, phase])) };
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
  store: AuditStore,
  chain: AuditChain,
  actions: Iterable<readonly [action: string, phase: OpenPhase]>,
  at: string,
  cause: string,
): Promise<readonly AuditEntry[]> {
  const draft = draftEntries(chain);
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
export async function claimChain(store: AuditStore, at: string): Promise<ClaimedChain> {
  const recovered: AuditEntry[] = [];
  let claimed: Pick<ClaimedChain, "chain" | "release"> | undefined;
  try {
    for (const id of await store.chains()) {
      const release = await lockChain(id);
      if (release === undefined) continue;
      try {
        const chain = await loadChain(store, id);
        if (chain === undefined) continue;
        recovered.push(...(await interruptActions(store, chain, chain.open, at, "the page ended")));
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
  return { chain: { head: { chain: id, seq: 0, prev: null }, open: new Map() }, release };
}
