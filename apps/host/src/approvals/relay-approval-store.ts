import type { Approval, ApprovalStore } from "@vitrine/bridge";
import type { RelayApi } from "../relay/relay-api.ts";

/** Approvals that live with the relay: they hold for every browser, and its tickets believe no others. */
export function createRelayApprovalStore(api: Pick<RelayApi, "approvals" | "approve">): ApprovalStore {
  let reading: Promise<readonly Approval[]> | undefined;

  /** Many templates ask at the same time when servers connect: one request answers them. */
  function read(): Promise<readonly Approval[]> {
    reading ??= api.approvals().finally(() => (reading = undefined));
    return reading;
  }

  return {
    knows: async (identity) => (await read()).some((approval) => approval.identity === identity),
    async get(identity, uri, digest) {
      const own = (await read()).filter((approval) => approval.identity === identity && approval.uri === uri);
      // A lock file may approve a version beside the one that was judged here.
      return own.find((approval) => approval.digest === digest) ?? own[0];
    },
    set: (approval) => api.approve(approval),
  };
}
