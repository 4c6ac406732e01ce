import type { Approval } from "@vitrine/bridge";
import { useEffect, useState } from "react";
import { useSession } from "../session/SessionContext.tsx";

/** The kept verdict on one version of a template; asks the relay anew when `state` changes. */
export function useApproval(of: {
  readonly identity: string;
  readonly uri: string;
  readonly digest: string | undefined;
  readonly state: string;
}): Approval | undefined {
  const { identity, uri, digest, state } = of;
  const { relay } = useSession();
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  useEffect(() => {
    let current = true;
    relay.api.approvals().then(
      (all) => current && setApprovals(all),
      // Who approved it stays unsaid; that it is approved is known.
      () => current && setApprovals([]),
    );
    return () => {
      current = false;
    };
  }, [relay, digest, state]);
  return approvals.find(
    (approval) => approval.identity === identity && approval.uri === uri && approval.digest === digest,
  );
}
