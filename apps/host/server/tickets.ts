import { approvalProblem, missingGrant, type Approval, type OriginJudge } from "@vitrine/bridge";
import { signTicket } from "@vitrine/bridge/sandbox";
import { ApiError } from "./api-error.ts";
import type { Approvals } from "./approvals.ts";

/** Hands out tickets for the sandbox. */
export interface Tickets {
  /** Signs a ticket for a version that is approved. Throws an {@link ApiError} when it is not, or must not run. */
  issue(wanted: Pick<Approval, "identity" | "uri" | "digest">): Promise<string>;
}

export interface TicketsOptions {
  readonly approvals: Approvals;
  /** The host's own word on declared origins; it holds for what was approved before as well. */
  readonly origins: OriginJudge;
  /** The sandbox handler has the same. */
  readonly key: Uint8Array;
  /** The host origin: the only one that may use a ticket. */
  readonly embedder: string;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
}

/** How long a ticket may be used. It is fetched right before the template is stored. */
const TICKET_SECONDS = 30;

export function createTickets({
  approvals,
  origins,
  key,
  embedder,
  now = Date.now,
}: TicketsOptions): Tickets {
  return {
    async issue({ identity, uri, digest }) {
      const approval = await approvals.get(identity, uri, digest);
      if (approval?.state !== "approved" || approval.digest !== digest) {
        throw new ApiError(403, "not-approved", `This version of ${uri} is not approved.`);
      }
      const { facts, unsafeEval } = approval;
      // The page judges the same before it asks; a page that was taken over does not.
      const refusal = (await approvalProblem(approval)) ?? missingGrant(facts, approval) ?? origins(facts);
      if (refusal !== undefined) throw new ApiError(403, "not-approved", `${uri} must not run: ${refusal}`);
      const exp = Math.floor(now() / 1000) + TICKET_SECONDS;
      return signTicket(key, {
        v: 1,
        identity,
        uri,
        digest,
        facts,
        ...(unsafeEval && { unsafeEval }),
        embedder,
        exp,
      });
    },
  };
}
