import { createAuditLog } from "../audit.ts";
import { createHost, type Host, type HostOptions } from "../host.ts";
import { createMemoryApprovalStore } from "../memory-approval-store.ts";
import { createMemoryAuditStore } from "../memory-audit-store.ts";
import { createMemoryTemplateStore } from "../memory-template-store.ts";

/** A {@link Host} for tests, and what it recorded. */
export interface TestHost extends Host {
  /** One line per entry, e.g. `action.decided allow by policy`, oldest first. */
  record(): Promise<readonly string[]>;
}

/** Creates a Host that keeps everything in memory: no browser, no IndexedDB, nothing left behind. */
export function createTestHost(options: Partial<HostOptions> = {}): TestHost {
  const host = createHost({
    sandbox: { proxy: new URL("http://proxy.localhost:5181") },
    approve: { mode: "trust-on-first-use", store: createMemoryApprovalStore() },
    templates: createMemoryTemplateStore(),
    audit: createAuditLog({ store: createMemoryAuditStore() }),
    ...options,
  });
  return {
    ...host,
    async record() {
      const lines: string[] = [];
      for await (const entry of host.audit.read()) {
        if (entry.kind === "action.requested") lines.push(`${entry.kind} ${entry.tool ?? entry.method}`);
        else if (entry.kind === "action.decided") lines.push(`${entry.kind} ${entry.verdict} by ${entry.by}`);
        else if (entry.kind === "action.finished") lines.push(`${entry.kind} ${entry.outcome}`);
        else lines.push(entry.kind);
      }
      return lines;
    },
  };
}
