import type { OpenPhase } from "./audit-action.ts";
import type { AuditLine, AuditStore } from "./audit-store.ts";

/** An {@link AuditStore} that lasts as long as the page or process: for tests, and where nothing may be kept. */
export function createMemoryAuditStore(): AuditStore {
  const chains = new Map<string, AuditLine[]>();
  const open = new Map<string, Map<string, OpenPhase>>();

  return {
    async chains() {
      return [...chains.keys()].toSorted();
    },
    async last(chain) {
      return chains.get(chain)?.at(-1);
    },
    async openActions(chain) {
      return [...(open.get(chain) ?? [])].map(([action, phase]) => ({ action, phase }));
    },
    async append({ chain, lines, actions }) {
      const entries = chains.get(chain) ?? [];
      if (lines[0]?.seq !== entries.length) {
        throw new Error(
          `Entry ${lines[0]?.seq} does not follow the ${entries.length} entries of chain ${chain}.`,
        );
      }
      chains.set(chain, entries);
      entries.push(...lines);
      const phases = open.get(chain) ?? new Map<string, OpenPhase>();
      open.set(chain, phases);
      for (const [action, phase] of actions) {
        if (phase === "finished") phases.delete(action);
        else phases.set(action, phase);
      }
    },
    async read(after, limit) {
      const found: AuditLine[] = [];
      for (const chain of [...chains.keys()].toSorted()) {
        if (after !== undefined && chain < after.chain) continue;
        const from = chain === after?.chain ? after.seq + 1 : 0;
        found.push(...(chains.get(chain) ?? []).slice(from, from + limit - found.length));
        if (found.length === limit) break;
      }
      return found;
    },
    close() {},
  };
}
