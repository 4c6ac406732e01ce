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
    async get(identity, uri) {
      return (await read()).find((approval) => approval.identity === identity && approval.uri === uri);
    },
    set: (approval) => api.approve(approval),
  };
}
