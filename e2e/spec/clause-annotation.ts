/** The types of the annotations by which a clause's two tests are known in a report; the description is its id. */
export const CLAUSE_ANNOTATION = { holds: "clause-holds", failsWithout: "clause-fails-without" } as const;
