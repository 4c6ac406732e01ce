import type { DBSchema } from "idb";
import type { Approval, ApprovalStore } from "./approval.ts";
import { lazyDatabase } from "./lazy-database.ts";

interface Schema extends DBSchema {
  approvals: { key: [identity: string, uri: string]; value: Approval };
}

/** An {@link ApprovalStore} in this origin's IndexedDB, database `vitrine-approvals`. */
export function createIndexedDbApprovalStore(): ApprovalStore {
  const database = lazyDatabase<Schema>({
    name: "vitrine-approvals",
    create: (db) => void db.createObjectStore("approvals", { keyPath: ["identity", "uri"] }),
  });
  return {
    async knows(identity) {
      // Of arrays as keys, an empty one sorts after every text: this is all keys that begin with the identity.
      const ofServer = IDBKeyRange.bound([identity], [identity, []]);
      return (await (await database()).count("approvals", ofServer)) > 0;
    },
    get: async (identity, uri) => (await database()).get("approvals", [identity, uri]),
    async set(approval) {
      const tx = (await database()).transaction("approvals", "readwrite", { durability: "strict" });
      // A verdict that a crash takes back would let a blocked template run.
      await Promise.all([tx.store.put(approval), tx.done]);
    },
  };
}
