/** A template is made in a way that cannot be looked through within bounds. The message says what it has too much of. */
export class BeyondBounds extends Error {
  override readonly name = "BeyondBounds";
}

/** What the review of one template may cost, whatever the template is made of. */
export interface ReviewBudget {
  /** Looks at the clock. @throws BeyondBounds when the time is up. */
  look(): void;
  /** Counts one thing of a kind, and looks at the clock once in a while. @throws BeyondBounds as well for too many. */
  spend(kind: keyof typeof LIMITS): void;
}

/** Far above what real templates have: the largest official one has 60 elements and 700,000 tokens. */
const LIMITS = {
  elements: 200_000,
  tokens: 4_000_000,
  "nodes of code": 10_000_000,
  "nested documents": 50,
  "hidden characters": 50_000,
  "places where something was found": 50_000,
};

const THINGS_PER_LOOK = 256;

/** A budget that ends `milliseconds` from now. */
export function createReviewBudget(milliseconds: number): ReviewBudget {
  const end = performance.now() + milliseconds;
  const spent: Partial<Record<keyof typeof LIMITS, number>> = {};
  let things = 0;

  function look(): void {
    if (performance.now() < end) return;
    throw new BeyondBounds(`takes longer than ${Math.round(milliseconds / 1000)} seconds to look through`);
  }

  return {
    look,
    spend(kind) {
      if (++things % THINGS_PER_LOOK === 0) look();
      const count = (spent[kind] ?? 0) + 1;
      spent[kind] = count;
      if (count > LIMITS[kind]) throw new BeyondBounds(`has more than ${LIMITS[kind]} ${kind}`);
    },
  };
}
