import { validateCsp } from "../csp.ts";
import { templateDigest } from "../template-digest.ts";
import { verifyTicket } from "./ticket.ts";
import type { SandboxKey, SignedClaims } from "./ticket.ts";

/** A ticket whose claims may be acted on, or the answer that refuses it. */
export type Admission =
  | { readonly ok: true; readonly claims: SignedClaims }
  | { readonly ok: false; readonly status: 400 | 403; readonly reason: string };

/** What {@link admit} checks against. */
export interface AdmissionOptions {
  readonly key: SandboxKey;
  readonly hostOrigins: ReadonlySet<string>;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * Checks a ticket and what its signature cannot vouch for: that its embedder is one of ours, that its facts are the
 * ones behind the approved digest, and that each declared domain may become part of a header.
 */
export async function admit(ticket: string, { key, hostOrigins, now }: AdmissionOptions): Promise<Admission> {
  const verdict = await verifyTicket(key, ticket, now() / 1000);
  if (!verdict.ok) return { ok: false, status: 403, reason: verdict.reason };
  const { embedder, facts, digest } = verdict.claims;
  if (!hostOrigins.has(embedder)) {
    return { ok: false, status: 403, reason: `This sandbox does not serve ${embedder}.` };
  }
  if ((await templateDigest(facts)) !== digest) {
    return { ok: false, status: 400, reason: "The ticket's facts are not the ones that were approved." };
  }
  const csp = facts.csp === undefined ? undefined : validateCsp(facts.csp);
  return csp?.ok === false ? { ok: false, status: 400, reason: csp.reasons.join(" ") } : verdict;
}
