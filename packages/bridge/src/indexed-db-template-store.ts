import type { DBSchema } from "idb";
import { lazyDatabase } from "./lazy-database.ts";
import type { StoredTemplate, TemplateStore } from "./template-store.ts";

interface Schema extends DBSchema {
  templates: { key: [identity: string, principal: string, uri: string]; value: StoredTemplate };
}

/** A {@link TemplateStore} in this origin's IndexedDB, database `vitrine-templates`. */
export function createIndexedDbTemplateStore(): TemplateStore {
  const database = lazyDatabase<Schema>({
    name: "vitrine-templates",
    create: (db) => void db.createObjectStore("templates", { keyPath: ["identity", "principal", "uri"] }),
  });
  return {
    get: async ({ identity, principal, uri }) =>
      (await database()).get("templates", [identity, principal, uri]),
    async set(stored) {
      await (await database()).put("templates", stored);
    },
    delete: async ({ identity, principal, uri }) =>
      (await database()).delete("templates", [identity, principal, uri]),
  };
}
