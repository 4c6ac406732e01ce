import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clauses } from "./clauses.ts";
import { LEVELS, type ClauseEntry, type Level } from "./clauses/clause-entry.ts";
import { mutations } from "./mutations.ts";

const entries: readonly ClauseEntry[] = clauses;

/** The words of RFC 2119 in a quote, longest first, so that "MUST NOT" is not taken for "MUST". */
function wordsIn(quote: string): readonly string[] {
  return quote.match(/\b(?:MUST NOT|SHOULD NOT|REQUIRED|MUST|SHOULD|MAY)\b/g) ?? [];
}

test("every clause has an id of its own, in kebab-case", () => {
  const ids = entries.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
});

test("no words are quoted for two clauses", () => {
  const quotes = entries.map(({ quote }) => quote);
  expect(new Set(quotes).size).toBe(quotes.length);
});

describe.each(LEVELS.map((level) => ({ level })))("A clause of the level $level", ({ level }) => {
  const own = entries.filter((entry) => entry.level === level);
  const expected: Readonly<Record<Level, readonly string[]>> = {
    REQUIRED: ["REQUIRED"],
    MUST: ["MUST"],
    "MUST NOT": ["MUST NOT"],
    SHOULD: ["SHOULD"],
    "SHOULD NOT": ["SHOULD NOT"],
    MAY: ["MAY"],
    stated: [],
  };

  test("quotes that word and no other", () => {
    expect(own.filter(({ quote }) => wordsIn(quote).join() !== expected[level].join())).toEqual([]);
  });
});

test("every mutation is some clause's", () => {
  const used = new Set(entries.flatMap(({ mutations: names = [] }) => names));
  expect(mutations.filter(({ name }) => !used.has(name))).toEqual([]);
});

test("every clause has a mutation or a reason", () => {
  const unproven = entries.filter(
    ({ mutations: names = [], needsModel, notApplicable }) =>
      names.length === 0 && needsModel === undefined && notApplicable === undefined,
  );
  expect(unproven.map(({ id }) => id)).toEqual([]);
});

test("every clause with a mutation has one test, and no other clause has any", () => {
  const folder = new URL("./", import.meta.url);
  const tested = readdirSync(folder)
    .filter((name) => name.endsWith(".spec.ts"))
    .flatMap((name) => {
      const source = readFileSync(new URL(name, folder), "utf8");
      return Array.from(source.matchAll(/^clause\(\s*"([a-z-]+)"/gm), ([, id = ""]) => id);
    });
  const listed = entries.filter(({ mutations: names = [] }) => names.length > 0).map(({ id }) => id);
  expect(tested.toSorted()).toEqual(listed.toSorted());
});
