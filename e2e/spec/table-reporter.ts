import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { FullResult, Reporter, TestCase } from "@playwright/test/reporter";
import { format, resolveConfig } from "prettier";
import { CLAUSE_ANNOTATION } from "./clause-annotation.ts";
import { clauses, type ClauseId } from "./clauses.ts";
import type { ClauseEntry } from "./clauses/clause-entry.ts";
import { conformancePage, type ClauseOutcome } from "./table.ts";

const PAGE = fileURLToPath(new URL("../../docs/conformance.md", import.meta.url));

/**
 * Writes `docs/conformance.md` from a complete run of the clauses' tests when `CONFORMANCE=write`; otherwise fails the
 * run when the page is not what the run gives. Says nothing of a run of some of the tests.
 */
export default class TableReporter implements Reporter {
  readonly #tests: TestCase[] = [];

  onTestEnd(test: TestCase): void {
    if (!this.#tests.includes(test)) this.#tests.push(test);
  }

  printsToStdio(): boolean {
    return false;
  }

  async onEnd(): Promise<{ status?: FullResult["status"] } | undefined> {
    const outcomes = outcomesOf(this.#tests);
    const tested = (clauses as readonly ClauseEntry[]).filter(({ mutations = [] }) => mutations.length > 0);
    if (tested.some(({ id }) => !outcomes.has(id as ClauseId))) return undefined;
    const options = await resolveConfig(PAGE);
    const page = await format(conformancePage(outcomes), { ...options, parser: "markdown" });
    if (process.env["CONFORMANCE"] === "write") {
      writeFileSync(PAGE, page);
      return undefined;
    }
    if (existsSync(PAGE) && readFileSync(PAGE, "utf8") === page) return undefined;
    process.stderr.write(
      "docs/conformance.md is not what this run gives: run `npm run conformance` and commit it.\n",
    );
    return { status: "failed" };
  }
}

/** Of each clause whose two tests ran. */
function outcomesOf(tests: readonly TestCase[]): ReadonlyMap<ClauseId, ClauseOutcome> {
  const find = (wanted: string, id: ClauseId): TestCase | undefined =>
    tests.find(({ annotations }) =>
      annotations.some(({ type, description }) => type === wanted && description === id),
    );
  const outcomes = new Map<ClauseId, ClauseOutcome>();
  for (const { id } of clauses) {
    const holds = find(CLAUSE_ANNOTATION.holds, id);
    const failsWithout = find(CLAUSE_ANNOTATION.failsWithout, id);
    if (holds === undefined || failsWithout === undefined) continue;
    const [, , path = "", , title = ""] = holds.titlePath();
    outcomes.set(id, { file: basename(path), title, holds: holds.ok(), failsWithout: failsWithout.ok() });
  }
  return outcomes;
}
