import type { AuditBatch, AuditLine, AuditStore } from "./audit-store.ts";

/** An {@link AuditStore} that lasts as long as the page or process: for tests, and where nothing may be kept. */
export function createMemoryAuditStore(): AuditStore {
  const chains = new Map<string, { readonly lines: AuditLine[]; open: AuditBatch["open"] }>();

  return {
    async chains() {
      return [...chains.keys()].toSorted();
    },
    async last(chain) {
      return chains.get(chain)?.lines.at(-1);
    },
    async openActions(chain) {
      return chains.get(chain)?.open ?? [];
    },
    async append({ chain, lines, open }) {
      const stored = chains.get(chain) ?? { lines: [], open };
      if (lines[0]?.seq !== stored.lines.length) {
        throw new Error(`The new entries do not follow the ${stored.lines.length} of chain ${chain}.`);
      }
      stored.lines.push(...lines);
      stored.open = open;
      chains.set(chain, stored);
    },
    async read(after) {
      const rest = after === undefined ? [] : (chains.get(after.chain)?.lines.slice(after.seq + 1) ?? []);
      if (rest.length > 0) return rest;
      const next = [...chains.keys()].toSorted().find((chain) => after === undefined || chain > after.chain);
      return [...(chains.get(next ?? "")?.lines ?? [])];
    },
    close() {},
  };
}
