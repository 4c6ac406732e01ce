import type { Approval, TemplateEntry } from "@vitrine/bridge";
import { useEffect, useState } from "react";
import { useSession } from "../session/SessionContext.tsx";

/** The kept verdict on one version of a template, as the relay has it; asks anew when the template's state changes. */
export function useApproval(of: {
  readonly identity: string;
  readonly uri: string;
  readonly digest: string | undefined;
  readonly state: TemplateEntry["state"];
}): Approval | undefined {
  const { identity, uri, digest, state } = of;
  const { relay } = useSession();
  const [approval, setApproval] = useState<Approval>();
  useEffect(() => {
    // There is none yet.
    if (state === "new" || state === "loading" || digest === undefined) return;
    let current = true;
    const isMeant = (one: Approval): boolean =>
      one.identity === identity && one.uri === uri && one.digest === digest;
    relay.api.approvals().then(
      (all) => current && setApproval(all.find(isMeant)),
      // Who approved it stays unsaid; that it is approved is known.
      () => current && setApproval(undefined),
    );
    return () => {
      current = false;
    };
  }, [relay, identity, uri, digest, state]);
  return state !== "new" && approval?.digest === digest ? approval : undefined;
}
