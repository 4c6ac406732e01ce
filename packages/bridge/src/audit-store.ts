import type { ActionPhase, OpenPhase } from "./audit-action.ts";

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
  /** The phase of each action that these entries moved; a finished one is no longer open. */
  readonly actions: ReadonlyMap<string, ActionPhase>;
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
  /** The open actions of a chain, from an index of their own. */
  openActions(chain: string): Promise<readonly OpenAction[]>;
  /**
   * Writes the batch, all of it or nothing, durably.
   *
   * @throws when its first entry does not directly follow the last one of the chain: the guard against a second
   * writer, and against entries that vanished.
   */
  append(batch: AuditBatch): Promise<void>;
  /** At most `limit` entries after the given place, ordered by chain and `seq`; from the start when it is undefined. */
  read(after: Pick<AuditLine, "chain" | "seq"> | undefined, limit: number): Promise<readonly AuditLine[]>;
  /** Lets go of the storage. Closing twice is fine. */
  close(): void;
}
