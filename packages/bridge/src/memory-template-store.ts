import type { StoredTemplate, TemplateKey, TemplateStore } from "./template-store.ts";

/** A {@link TemplateStore} that lasts as long as the page. */
export function createMemoryTemplateStore(): TemplateStore {
  const kept = new Map<string, StoredTemplate>();
  return {
    get: (key) => Promise.resolve(kept.get(id(key))),
    set(stored) {
      kept.set(id(stored), stored);
      return Promise.resolve();
    },
    delete(key) {
      kept.delete(id(key));
      return Promise.resolve();
    },
  };
}

function id({ identity, principal, uri }: TemplateKey): string {
  return JSON.stringify([identity, principal, uri]);
}
