import type { AuditEvent } from "@vitrine/bridge";
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** Keeps what is still to be recorded, also when the page ends before the relay is back. Shared by all tabs. */
export interface AuditOutbox {
  /** Resolves when the events are durable here. */
  add(events: readonly AuditEvent[]): Promise<void>;
  /**
   * Hands out what is kept, oldest first, one tab at a time. What `send` takes is removed; when it throws, the rest stays.
   */
  drain(send: (events: readonly AuditEvent[]) => Promise<void>): Promise<void>;
}

interface Schema extends DBSchema {
  events: { key: number; value: readonly AuditEvent[] };
}

/** An outbox in this origin's IndexedDB, database `vitrine-outbox`. */
export function createAuditOutbox(): AuditOutbox {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;

  function database(): Promise<IDBPDatabase<Schema>> {
    opened ??= openDB<Schema>("vitrine-outbox", 1, {
      upgrade: (db) => void db.createObjectStore("events", { autoIncrement: true }),
      // The person clears the site's data: holding on would keep the deletion waiting.
      blocking: letGo,
      terminated: () => (opened = undefined),
    }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  function letGo(): void {
    void opened?.then((db) => db.close());
    opened = undefined;
  }

  async function sendAll(send: (events: readonly AuditEvent[]) => Promise<void>): Promise<void> {
    const db = await database();
    for (;;) {
      const first = await db.transaction("events").store.openCursor();
      if (first === null) return;
      const { key, value } = first;
      await send(value);
      await db.delete("events", key);
    }
  }

  return {
    async add(events) {
      const tx = (await database()).transaction("events", "readwrite", { durability: "strict" });
      await Promise.all([tx.store.add(events), tx.done]);
    },
    async drain(send) {
      // Two tabs that send the same event would have it recorded twice.
      await navigator.locks.request("vitrine-outbox", () => sendAll(send));
    },
  };
}
