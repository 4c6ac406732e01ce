import type { SignedClaims } from "./ticket.ts";

/** Remembers which tickets were used, for as long as they could be used again. */
export interface SpentTickets {
  /** Takes a ticket; false when it was taken before. */
  spend(claims: SignedClaims): boolean;
}

/** Creates {@link SpentTickets}; `now` is in milliseconds. */
export function createSpentTickets(now: () => number): SpentTickets {
  const expiries = new Map<string, number>();
  return {
    spend({ nonce, exp }) {
      for (const [spent, expires] of expiries) if (expires * 1000 <= now()) expiries.delete(spent);
      if (expiries.has(nonce)) return false;
      expiries.set(nonce, exp);
      return true;
    },
  };
}
