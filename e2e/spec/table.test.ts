import { expect, test } from "vitest";
import { clauses, type ClauseId } from "./clauses.ts";
import type { ClauseEntry } from "./clauses/clause-entry.ts";
import { conformancePage, type ClauseOutcome } from "./table.ts";

const tested = (clauses as readonly ClauseEntry[]).filter(({ mutations = [] }) => mutations.length > 0);
const outcome: ClauseOutcome = { file: "a.spec.ts", title: "it holds", holds: true, failsWithout: true };

function page(changes: Readonly<Partial<Record<ClauseId, ClauseOutcome>>> = {}): string {
  const outcomes = tested.map(({ id }) => [id as ClauseId, changes[id as ClauseId] ?? outcome] as const);
  return conformancePage(new Map(outcomes));
}

/** The cells of the rows that begin with these words. */
function rows(text: string, begin: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith(`| ${begin}`))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

test("every clause has one row", () => {
  const text = page();
  expect(clauses.filter(({ quote }) => rows(text, quote.replaceAll("|", "\\|")).length !== 1)).toEqual([]);
});

test("the counts add up to the clauses that were listed", () => {
  const [all] = rows(page(), "all ");
  const [, , count, proven, failing, , untested] = all ?? [];
  expect(Number(count)).toBe(clauses.length);
  expect(Number(proven)).toBe(tested.length);
  expect(Number(failing)).toBe(0);
  expect(Number(untested)).toBe(clauses.length - tested.length);
});

test("a test that also passes without its clause's code counts for nothing, and neither does one that fails", () => {
  const text = page({
    "tool-input": { ...outcome, failsWithout: false },
    "tool-result": { ...outcome, holds: false },
  });
  expect(rows(text, "`ui/notifications/tool-input`:")[0]?.[4]).toBe("proves nothing");
  expect(rows(text, "`ui/notifications/tool-result`:")[0]?.[4]).toBe("fails");
  expect(rows(text, "all ")[0]?.slice(3, 5)).toEqual([`${tested.length - 2}`, "2"]);
});
