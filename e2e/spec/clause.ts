import { CLAUSE_ANNOTATION } from "./clause-annotation.ts";
import { clauses, type ClauseId } from "./clauses.ts";
import type { ClauseEntry } from "./clauses/clause-entry.ts";
import { test, type Stage } from "./stage.ts";

/**
 * One clause, tested twice by the same body: the shipped code holds to it, and with the clause's own lines switched off
 * the body fails. It has to fail in an assertion: a View that does not open, or a button that is not there, shows
 * nothing about a clause.
 *
 * @param title what holds, as a sentence in the present tense.
 */
export function clause(id: ClauseId, title: string, body: (stage: Stage) => Promise<void>): void {
  const entry: ClauseEntry | undefined = clauses.find((candidate) => candidate.id === id);
  const mutations = entry?.mutations ?? [];
  if (mutations.length === 0) throw new Error(`The list of clauses names no mutation for "${id}".`);
  const details = (type: string): object => ({ annotation: { type, description: id } });
  test.describe(id, () => {
    test(title, details(CLAUSE_ANNOTATION.holds), async ({ stage }) => {
      await body(await stage([]));
    });
    test(
      `fails without ${mutations.join(", ")}`,
      details(CLAUSE_ANNOTATION.failsWithout),
      async ({ stage }, testInfo) => {
        const mutated = await stage(mutations);
        const failure: unknown = await body(mutated).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) {
          throw new Error(`The test of "${id}" passes without ${mutations.join(", ")}: it proves nothing.`);
        }
        if (!isAssertion(failure)) {
          throw new Error(`The test of "${id}" failed outside of its assertions.`, { cause: failure });
        }
        testInfo.annotations.push({ type: "failed assertion", description: failure.message });
      },
    );
  });
}

/** Playwright's `expect` says in `matcherResult` what it expected; nothing else throws that. */
function isAssertion(error: unknown): error is Error {
  return error instanceof Error && "matcherResult" in error;
}
