import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** What a database holds; the version is 1 until a released one has to change. */
export interface LazyDatabaseOptions<Schema extends DBSchema> {
  readonly name: string;
  readonly create: (database: IDBPDatabase<Schema>) => void;
}

/** Opens an IndexedDB database with its first use, and again after the browser or the person took it away. */
export function lazyDatabase<Schema extends DBSchema>(
  options: LazyDatabaseOptions<Schema>,
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  return () => {
    const opening = (opened ??= openDB<Schema>(options.name, 1, {
      upgrade: options.create,
      // Somebody deletes the site's data: holding on would keep the deletion waiting for ever.
      blocking() {
        opened = undefined;
        void opening.then((database) => database.close());
      },
      terminated: () => (opened = undefined),
    }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
    return opening;
  };
}
