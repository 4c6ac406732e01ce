import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { AuditBatch, AuditLine, AuditStore, OpenAction } from "./audit-store.ts";

interface Schema extends DBSchema {
  entries: { key: [chain: string, seq: number]; value: AuditLine };
  /** Beside the entries and written with them, so that a start finds what a crash left without reading the log. */
  openActions: { key: [chain: string, action: string]; value: OpenAction };
}

const DATABASE = "vitrine-audit";
const STORES: ("entries" | "openActions")[] = ["entries", "openActions"];

/**
 * An {@link AuditStore} in this origin's IndexedDB, database `vitrine-audit`, with `durability: "strict"`: an entry
 * is flushed to disk before its write resolves. A browser may still clear the storage of an origin that did not ask
 * for `navigator.storage.persist()`.
 */
export function createIndexedDbAuditStore(): AuditStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;

  function database(): Promise<IDBPDatabase<Schema>> {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  function open(): Promise<IDBPDatabase<Schema>> {
    return openDB<Schema>(DATABASE, 1, {
      upgrade(db) {
        db.createObjectStore("entries", { keyPath: ["chain", "seq"] });
        db.createObjectStore("openActions");
      },
      // The person cleared the site's data, or the browser lost the file: the next call opens it anew.
      blocking: close,
      terminated: () => (opened = undefined),
    });
  }

  function close(): void {
    const closing = opened;
    opened = undefined;
    // One that never opened has told its callers already.
    closing?.then(
      (db) => db.close(),
      () => {},
    );
  }

  return {
    async chains() {
      const found: string[] = [];
      let cursor = await (await database()).transaction("entries").store.openKeyCursor();
      while (cursor !== null) {
        const [chain] = cursor.key;
        found.push(chain);
        // To the next chain in one step, whatever the length of this one.
        cursor = await cursor.continue([chain, Infinity]);
      }
      return found;
    },
    async last(chain) {
      const { store } = (await database()).transaction("entries");
      return (await store.openCursor(IDBKeyRange.bound([chain, 0], [chain, Infinity]), "prev"))?.value;
    },
    async openActions(chain) {
      // An array sorts after every string, so this is the range of the chain.
      return (await database()).getAll("openActions", IDBKeyRange.bound([chain], [chain, []]));
    },
    async append(batch) {
      const tx = (await database()).transaction(STORES, "readwrite", { durability: "strict" });
      const predecessor = requirePredecessor(tx, batch);
      // `add`, not `put`: a place that is taken aborts the whole write.
      const entries = batch.lines.map((line) => tx.objectStore("entries").add(line));
      const actions = Array.from(batch.actions, ([action, phase]) =>
        phase === "finished"
          ? tx.objectStore("openActions").delete([batch.chain, action])
          : tx.objectStore("openActions").put({ action, phase }, [batch.chain, action]),
      );
      await Promise.all([predecessor, ...entries, ...actions, tx.done]);
    },
    async read(after, limit) {
      const range = after && IDBKeyRange.lowerBound([after.chain, after.seq], true);
      return (await database()).getAll("entries", range, limit);
    },
    close,
  };
}

/** Data that was cleared under a running page would otherwise leave a chain without its beginning. */
async function requirePredecessor(
  tx: IDBPTransaction<Schema, ("entries" | "openActions")[], "readwrite">,
  { chain, lines }: AuditBatch,
): Promise<void> {
  const seq = (lines[0]?.seq ?? 0) - 1;
  if (seq < 0 || (await tx.objectStore("entries").getKey([chain, seq])) !== undefined) return;
  tx.abort();
  throw new Error(`Entry ${seq} of chain ${chain}, which the new one follows, is missing.`);
}
