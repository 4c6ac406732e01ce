import {
  claimChain,
  draftEntries,
  interruptActions,
  loadChain,
  type AuditDraft,
  type AuditWriter,
  type ClaimedChain,
} from "./audit-chain.ts";
import type { CheckpointReason } from "./audit-checkpoint.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditEvent } from "./audit-event.ts";
import { recordable } from "./audit-payload.ts";
import { SEGMENT_ENTRIES, type AuditSeal } from "./audit-seal.ts";
import type { AuditLine, AuditStore, SealedAuditStore } from "./audit-store.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import { createIndexedDbAuditStore } from "./indexed-db-audit-store.ts";

/**
 * The record of everything that was asked for, decided and done. Append-only, chained by digests, durable; it has no
 * bound, and nothing but events of the host goes in, so no View's noise can evict or delay an entry.
 */
export interface AuditLog {
  /**
   * Records events, in order and all or none. Resolves once they are durable: an action may be forwarded only after
   * its *requested* and *decided* resolved, so that even a killed browser leaves no action without its entries.
   * Calls made while a write is under way go together into the next one.
   *
   * @throws VitrineError `audit-unavailable` when they could not be written, or `now` gave no date; a later append
   * continues the chain. `invalid-argument` when they are not the next step of their action. `closed` after
   * {@link close}.
   */
  append(...events: readonly AuditEvent[]): Promise<void>;
  /**
   * Every entry in the store, also of other tabs: chain by chain, each in order. Reads in batches.
   *
   * @throws VitrineError `audit-unavailable` at an entry that is damaged; {@link export} still gives it.
   */
  read(): AsyncIterable<AuditEntry>;
  /** The same as newline-delimited canonical JSON, as {@link verifyAuditLog} takes it. */
  export(): Promise<Blob>;
  /** Calls `listener` with what this log has durably written, batch by batch, until the returned function is called. */
  subscribe(listener: (entries: readonly AuditEntry[]) => void): () => void;
  /** Writes what was appended before, then leaves the chain to the next log. Reading goes on; closing twice is fine. */
  close(): Promise<void>;
}

/** Options of {@link createAuditLog}. */
export interface AuditLogOptions {
  /** Where the entries are kept; the log closes it. Default: this origin's IndexedDB. */
  readonly store?: AuditStore;
  /** The clock of `at`. Default: the system's. */
  readonly now?: () => Date;
  /** Who writes the log, as the reasons of interrupted actions call it. Default: `the page`. */
  readonly writer?: string;
}

/** Options of {@link createAuditLog} for a log with checkpoints. */
export interface SealedAuditLogOptions extends AuditLogOptions {
  readonly store: SealedAuditStore;
  /** Signs a checkpoint after 256 entries without one, and a second after the last entry of a burst. */
  readonly seal: AuditSeal;
}

/** An {@link AuditLog} whose end cannot be cut off unseen. */
export interface SealedAuditLog extends AuditLog {
  /**
   * Writes a checkpoint now. One of reason `retention` is not written while an action is open.
   *
   * @throws VitrineError `audit-unavailable`, or `closed`, as {@link AuditLog.append} does.
   */
  checkpoint(reason: Exclude<CheckpointReason, "export">): Promise<void>;
}

/** How long after the last entry of a burst its checkpoint is written. */
const SEAL_AFTER_MS = 1000;

interface Call {
  readonly work: (draft: AuditDraft) => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the audit log. At its first append it takes the first chain in the store that no other tab writes, or starts
 * a new one, and holds it until it is closed or the page ends: a reload continues the chain, a second tab has one of
 * its own. Actions that a page left open by ending are finished then, as `interrupted`.
 */
export function createAuditLog(options: SealedAuditLogOptions): SealedAuditLog;
export function createAuditLog(options?: AuditLogOptions): AuditLog;
export function createAuditLog(options: AuditLogOptions | SealedAuditLogOptions = {}): SealedAuditLog {
  const { store = createIndexedDbAuditStore(), now = () => new Date(), writer = "the page" } = options;
  const seal = "seal" in options ? options.seal : undefined;
  const log: AuditWriter = { store, sealedStore: "seal" in options ? options.store : undefined, writer };
  const listeners = new Set<(entries: readonly AuditEntry[]) => void>();
  let calls: Call[] = [];
  let writing: Promise<void> | undefined;
  let claimed: ClaimedChain | undefined;
  /** A write failed, so the store alone knows where the chain ends. */
  let uncertain = false;
  let closing: Promise<void> | undefined;
  let sealTimer: ReturnType<typeof setTimeout> | undefined;

  async function writeAll(): Promise<void> {
    while (calls.length > 0) {
      const group = calls;
      calls = [];
      await write(group);
    }
    writing = undefined;
  }

  async function write(group: readonly Call[]): Promise<void> {
    try {
      const { chain } = await claim();
      const draft = draftEntries(chain, { sealed: seal !== undefined });
      for (const call of group) {
        // A call that is refused here must not take along those it happens to be written with.
        await call.work(draft).catch((error: unknown) => call.reject(unavailable(error)));
      }
      if (seal !== undefined && draft.unsealed() >= SEGMENT_ENTRIES) {
        await draft.addCheckpoint(timestamp(), "periodic", seal);
      }
      await draft.commit(store);
      sealSoon(draft.unsealed());
      for (const call of group) call.resolve();
      tell(draft.entries);
    } catch (error) {
      uncertain = true;
      for (const call of group) call.reject(unavailable(error));
    }
  }

  /** Not with each write, for an action would wait for it, but soon after the last. */
  function sealSoon(unsealed: number): void {
    clearTimeout(sealTimer);
    if (seal === undefined || unsealed === 0 || closing !== undefined) return;
    // One that fails is made up for after the next entry.
    sealTimer = setTimeout(() => void checkpoint("periodic").catch(() => {}), SEAL_AFTER_MS);
  }

  async function checkpoint(reason: CheckpointReason): Promise<void> {
    if (seal === undefined) return;
    // This one seals what that one would.
    clearTimeout(sealTimer);
    const at = timestamp();
    await enqueue((draft) => draft.addCheckpoint(at, reason, seal));
  }

  async function enqueue(work: Call["work"]): Promise<void> {
    if (closing !== undefined) throw new VitrineError("closed", "The audit log is closed: open a new one.");
    await new Promise<void>((resolve, reject) => {
      calls.push({ work, resolve, reject });
      // Calls of one turn share the first write, too.
      writing ??= Promise.resolve().then(writeAll);
    });
  }

  async function claim(): Promise<ClaimedChain> {
    if (claimed !== undefined && uncertain) claimed = await reclaim(claimed);
    if (claimed === undefined) {
      claimed = await claimChain(log, timestamp());
      tell(claimed.recovered);
    }
    uncertain = false;
    return claimed;
  }

  async function reclaim({ chain, release }: ClaimedChain): Promise<ClaimedChain | undefined> {
    const stored = await loadChain(log, chain.head.chain);
    if (stored === undefined || stored.head.seq < chain.head.seq) {
      // Entries vanished (the person cleared the site's data): going on here would fork what was exported before.
      release();
      return undefined;
    }
    // A write that was reported as failed may be on disk all the same; nobody will end what it opened.
    const orphans = [...stored.open].filter(([action]) => !chain.open.has(action));
    tell(await interruptActions(log, stored, orphans, timestamp(), "the log reported a failed write"));
    return { chain: stored, recovered: [], release };
  }

  function timestamp(): string {
    return now().toISOString();
  }

  function tell(entries: readonly AuditEntry[]): void {
    if (entries.length === 0) return;
    for (const listener of listeners) {
      // On a stack of its own: a listener that throws is reported there and fails no append.
      queueMicrotask(() => {
        if (listeners.has(listener)) listener(entries);
      });
    }
  }

  async function* readLines(): AsyncGenerator<readonly AuditLine[]> {
    for (let lines = await store.read(); lines.length > 0; lines = await store.read(lines.at(-1)))
      yield lines;
  }

  async function finish(): Promise<void> {
    clearTimeout(sealTimer);
    await writing;
    claimed?.release();
    claimed = undefined;
    store.close();
  }

  return {
    async append(...events) {
      if (events.length === 0) return;
      let at: string;
      try {
        at = timestamp();
      } catch (error) {
        throw unavailable(error);
      }
      const fields = events.map(recordable);
      await enqueue((draft) => draft.add(at, fields));
    },
    checkpoint,
    async *read() {
      for await (const lines of readLines()) yield* lines.map(parseLine);
    },
    async export() {
      const parts: Blob[] = [];
      for await (const lines of readLines()) parts.push(new Blob(lines.map(({ line }) => `${line}\n`)));
      return new Blob(parts, { type: "application/x-ndjson" });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closing ??= finish();
      return closing;
    },
  };
}

function parseLine({ chain, seq, line }: AuditLine): AuditEntry {
  try {
    return JSON.parse(line) as AuditEntry;
  } catch (error) {
    throw new VitrineError(
      "audit-unavailable",
      `Entry ${seq} of the audit chain ${chain} is damaged: export the log and verify it.`,
      { cause: error },
    );
  }
}

function unavailable(error: unknown): VitrineError {
  if (error instanceof VitrineError) return error;
  return new VitrineError(
    "audit-unavailable",
    `The audit log could not be written; let this site store data or free some space, and try again: ${reasonOf(error)}`,
    { cause: error },
  );
}
