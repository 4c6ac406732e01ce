import type { OpenPhase } from "./audit-action.ts";

/** One stored entry: its place, and its line as it is exported, byte for byte (without the line feed). */
export interface AuditLine {
  readonly chain: string;
  readonly seq: number;
  readonly line: string;
}

/** An action that was requested and is not finished. */
export interface OpenAction {
  readonly action: string;
  readonly phase: OpenPhase;
}

/** What one write adds to one chain. */
export interface AuditBatch {
  readonly chain: string;
  /** Consecutive entries, at least one. */
  readonly lines: readonly AuditLine[];
  /** Every action of the chain that is open after these entries. */
  readonly open: readonly OpenAction[];
}

/** An {@link AuditStore} for a log with a seal. */
export interface SealedAuditStore extends AuditStore {
  /** The `seq` of the last checkpoint of a chain; undefined when it has none. Does not read the other entries. */
  lastCheckpoint(chain: string): Promise<number | undefined>;
}

/**
 * Where the audit log keeps its entries. Three promises carry the log: a write is atomic, it is on disk when
 * `append` resolves, and no entry is ever replaced.
 */
export interface AuditStore {
  /** Every chain that has an entry. */
  chains(): Promise<readonly string[]>;
  /** The last entry of a chain; undefined when it has none. Does not read the others. */
  last(chain: string): Promise<AuditLine | undefined>;
  /** The open actions of a chain, as its last write left them. Does not read the entries. */
  openActions(chain: string): Promise<readonly OpenAction[]>;
  /**
   * Writes the batch, all of it or nothing, durably.
   *
   * @throws when its first entry does not directly follow the last one of the chain: the guard against a second
   * writer, and against entries that vanished.
   */
  append(batch: AuditBatch): Promise<void>;
  /**
   * The next entries, chain by chain, each in order; none at the end. How many is the store's choice, so that reading
   * a log of any length takes little memory.
   *
   * @param after The last entry of the answer before; undefined to start.
   */
  read(after?: AuditLine): Promise<readonly AuditLine[]>;
  /** Lets go of the storage. Closing twice is fine. */
  close(): void;
}
