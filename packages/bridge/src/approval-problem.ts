import type { Approval } from "./approval.ts";
import { validateCsp } from "./csp.ts";
import { strayGrant } from "./grants.ts";
import { templateDigest } from "./template-digest.ts";

/**
 * Why an approval is not to be believed, as a sentence; `undefined` when it is. Whoever keeps approvals that were
 * handed to it, or signs tickets by them, asks first: the digest must be that of the facts, the facts must be fit for
 * headers, and the grants no more than what the facts and the approval's author allow. Whether they are enough is
 * what `missingGrant` says.
 */
export async function approvalProblem(approval: Approval): Promise<string | undefined> {
  const { facts, digest, state, by, unsafeEval, localDomains } = approval;
  const csp = facts.csp === undefined ? undefined : validateCsp(facts.csp);
  if (csp?.ok === false) return csp.reasons.join(" ");
  if ((await templateDigest(facts)) !== digest) return "The digest of the approval is not that of its facts.";
  const granting = unsafeEval !== undefined || localDomains !== undefined;
  if (granting && state === "blocked") return "A block grants nothing.";
  if (granting && by === "policy") return "A policy cannot grant unsafeEval or local domains; a person can.";
  return strayGrant(facts, approval);
}
