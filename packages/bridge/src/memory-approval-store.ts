import type { Approval, ApprovalStore } from "./approval.ts";

/** An {@link ApprovalStore} that lasts as long as the page: each start reviews again. */
export function createMemoryApprovalStore(): ApprovalStore {
  const kept = new Map<string, Approval>();
  return {
    knows: (identity) =>
      Promise.resolve([...kept.values()].some((approval) => approval.identity === identity)),
    get: (identity, uri) => Promise.resolve(kept.get(JSON.stringify([identity, uri]))),
    set(approval) {
      kept.set(JSON.stringify([approval.identity, approval.uri]), approval);
      return Promise.resolve();
    },
  };
}
