import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { AuditBatch, AuditLine, AuditStore, OpenAction } from "./audit-store.ts";

/** One record a write, not an entry: fifty calls at a time cost the browser what one costs. */
interface Schema extends DBSchema {
  writes: { key: [chain: string, lastSeq: number]; value: readonly AuditLine[] };
  /** Beside the entries and written with them, so that a start finds what a crash left without reading the log. */
  openActions: { key: string; value: readonly OpenAction[] };
}

type StoreNames = ("writes" | "openActions")[];

const DATABASE = "vitrine-audit";
const STORES: StoreNames = ["writes", "openActions"];

/** How many writes are read at a time. */
const READ_COUNT = 128;

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
        for (const store of STORES) db.createObjectStore(store);
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
      let cursor = await (await database()).transaction("writes").store.openKeyCursor();
      while (cursor !== null) {
        const [chain] = cursor.key;
        found.push(chain);
        // To the next chain in one step, whatever the length of this one.
        cursor = await cursor.continue([chain, Infinity]);
      }
      return found;
    },
    async last(chain) {
      const { store } = (await database()).transaction("writes");
      return (await store.openCursor(rangeOf(chain), "prev"))?.value.at(-1);
    },
    async openActions(chain) {
      return (await (await database()).get("openActions", chain)) ?? [];
    },
    async append(batch) {
      const tx = (await database()).transaction(STORES, "readwrite", { durability: "strict" });
      const { chain, lines, open: openActions } = batch;
      await Promise.all([
        // Asked first, so that the transaction is still there to be aborted.
        requirePlace(tx, batch),
        tx.objectStore("writes").add(lines, [chain, lines.at(-1)?.seq ?? -1]),
        tx.objectStore("openActions").put(openActions, chain),
        tx.done,
      ]);
    },
    async read(after) {
      const range = after && IDBKeyRange.lowerBound([after.chain, after.seq], true);
      return (await (await database()).getAll("writes", range, READ_COUNT)).flat();
    },
    close,
  };
}

/** A second writer, or data that was cleared under a running page, must not fork the chain or leave it headless. */
async function requirePlace(
  tx: IDBPTransaction<Schema, StoreNames, "readwrite">,
  { chain, lines }: AuditBatch,
): Promise<void> {
  const last = await tx.objectStore("writes").openKeyCursor(rangeOf(chain), "prev");
  const next = (last?.key[1] ?? -1) + 1;
  if (lines[0]?.seq === next) return;
  tx.abort();
  throw new Error(`The new entries do not follow the ${next} of chain ${chain}.`);
}

function rangeOf(chain: string): IDBKeyRange {
  return IDBKeyRange.bound([chain, 0], [chain, Infinity]);
}
