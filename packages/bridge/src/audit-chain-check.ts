import { actionStep, type OpenPhase } from "./audit-action.ts";
import {
  omissionDigest,
  segmentDigest,
  type AuditCheckpoint,
  type OmittedEntries,
} from "./audit-checkpoint.ts";
import type { AuditLogLine } from "./audit-frame.ts";
import type { AuditFields } from "./audit-payload.ts";
import type { SignatureCheck } from "./audit-signature.ts";
import type { OpenAction } from "./audit-store.ts";

/** What was found of one chain. */
export interface AuditChainSummary {
  readonly chain: string;
  /** Entries that stand in the log in full. */
  readonly entries: number;
  /** Entries that a filtered export leaves out. */
  readonly omitted: number;
  /** Entries before the first one, which retention has removed. */
  readonly removed: number;
  readonly checkpoints: number;
  /** The export checkpoint that ends the chain. An older export verifies as well: `at` tells which one this is. */
  readonly sealed?: { readonly at: string; readonly filter?: AuditFields };
  /** The digest of its last entry. Kept elsewhere, it shows later whether the end of the chain was cut off. */
  readonly digest: string;
  /** Actions that are not finished: under way, or left by a page that ended. No sign of tampering. */
  readonly open: readonly OpenAction[];
}

/** Follows one chain through a log, line by line. A sentence says what is wrong; undefined that nothing is. */
export interface ChainCheck {
  take(line: AuditLogLine): Promise<string | undefined>;
  /** What is wrong with where the chain ends. `seq` is the entry that is missing there. */
  end(): { readonly seq: number; readonly why: string } | undefined;
  summary(): AuditChainSummary;
}

type Entry = Extract<AuditLogLine, { kind: "entry" }>["entry"];
type Checkpoint = Entry & AuditCheckpoint;

/** Starts at the first line of `chain`; `mustBeSealed` refuses one without any checkpoint. */
export function createChainCheck(
  chain: string,
  { mustBeSealed, signatures }: { readonly mustBeSealed: boolean; readonly signatures: SignatureCheck },
): ChainCheck {
  const open = new Map<string, OpenPhase>();
  let entries = 0;
  let removed = 0;
  let checkpoints = 0;
  let last: { readonly seq: number; readonly digest: string } | undefined;
  let omitted: OmittedEntries | undefined;
  let sealed: Checkpoint | undefined;
  /** The digests since the checkpoint before; undefined after retention took some of them away. */
  let segment: string[] = [];

  async function checkEntry(entry: Entry): Promise<string | undefined> {
    if (last === undefined && entry.seq > 0 && isRetention(entry)) {
      removed = entry.removed;
      if (removed !== entry.seq) return `\`removed\` is ${removed}, but ${entry.seq} entries stood before it`;
    } else {
      const why = misplaced(entry) ?? misdone(entry);
      if (why !== undefined) return why;
    }
    if (isCheckpoint(entry)) return checkCheckpoint(entry);
    segment.push(entry.digest);
    return undefined;
  }

  async function checkCheckpoint(entry: Checkpoint): Promise<string | undefined> {
    const why = await signatures.check(entry);
    if (why !== undefined) return `the checkpoint is not genuine: ${why}`;
    // What retention removed cannot be counted again; its signature stands for it.
    const isFirst = last === undefined;
    if (!(isFirst && removed > 0) && (await segmentDigest(segment)) !== entry.segment) {
      return "the entries since the checkpoint before are not those that this checkpoint was signed for";
    }
    segment = [];
    checkpoints += 1;
    if (entry.reason !== "export") return undefined;
    sealed = entry;
    if ((entry.removed ?? 0) !== removed) {
      return (
        `the export was made of a chain that had lost its first ${entry.removed ?? 0} entries, and here the first ` +
        `${removed} are missing`
      );
    }
    if (entry.omitted?.count === omitted?.count && entry.omitted?.digest === omitted?.digest)
      return undefined;
    return (
      `the export was made with ${entry.omitted?.count ?? 0} entries left out, and ${omitted?.count ?? 0} others are ` +
      "left out here"
    );
  }

  function misplaced(entry: { readonly seq: number; readonly prev?: string | null }): string | undefined {
    const expected = last === undefined ? 0 : last.seq + 1;
    if (entry.seq > expected) {
      const missing =
        entry.seq - 1 === expected ? `entry ${expected} is` : `entries ${expected} to ${entry.seq - 1} are`;
      return `${missing} missing before this entry`;
    }
    if (entry.seq < expected) return `the entry is repeated or out of order: entry ${expected} belongs here`;
    if (entry.prev !== undefined && entry.prev !== (last?.digest ?? null)) {
      return "`prev` is not the digest of the entry before";
    }
    return undefined;
  }

  function misdone(entry: Entry): string | undefined {
    const { kind, action } = entry as Entry & { readonly action?: unknown };
    const isPartial = removed > 0 || omitted !== undefined;
    const step = actionStep(kind, action, (id) => {
      const phase = open.get(id);
      // Its beginning may be among what is not shown.
      return phase === undefined && isPartial ? MISSING_PHASES.get(kind) : phase;
    });
    if (step === undefined) return undefined;
    if (step.problem !== undefined) return `the entry is out of order: ${step.problem}`;
    if (step.phase === "finished") open.delete(step.action);
    else open.set(step.action, step.phase);
    return undefined;
  }

  return {
    async take(line) {
      if (sealed !== undefined) return "the entry stands behind the checkpoint that ends its export";
      const { seq, digest } = line.kind === "entry" ? line.entry : line;
      if (line.kind === "entry") {
        const why = await checkEntry(line.entry);
        if (why !== undefined) return why;
        entries += 1;
      } else {
        const why = misplaced({ seq });
        if (why !== undefined) return why;
        segment.push(digest);
        omitted = {
          count: (omitted?.count ?? 0) + 1,
          digest: await omissionDigest(omitted?.digest, digest),
        };
      }
      last = { seq, digest };
      return undefined;
    },
    end() {
      const needsSeal = mustBeSealed || checkpoints > 0 || omitted !== undefined;
      if (sealed !== undefined || !needsSeal) return undefined;
      return {
        seq: (last?.seq ?? -1) + 1,
        why: "the log was cut off here: no export checkpoint ends it",
      };
    },
    summary() {
      const filter = sealed?.filter;
      return {
        chain,
        entries,
        omitted: omitted?.count ?? 0,
        removed,
        checkpoints,
        ...(sealed === undefined
          ? {}
          : { sealed: { at: sealed.at, ...(filter === undefined ? {} : { filter }) } }),
        digest: last?.digest ?? "",
        open: Array.from(open, ([action, phase]) => ({ action, phase })),
      };
    },
  };
}

const MISSING_PHASES: ReadonlyMap<string, OpenPhase> = new Map([
  ["action.decided", "requested"],
  ["action.finished", "decided"],
]);

/** Whatever else it says, its signature vouches for it; what it lacks cannot be vouched for. */
function isCheckpoint(entry: Entry): entry is Checkpoint {
  return entry.kind === "checkpoint";
}

function isRetention(entry: Entry): entry is Checkpoint & { readonly removed: number } {
  return isCheckpoint(entry) && entry.reason === "retention" && typeof entry.removed === "number";
}
