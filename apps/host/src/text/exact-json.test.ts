import { expect, test } from "vitest";
import { exactJson, type JsonBudget } from "./exact-json.ts";

const BUDGET: JsonBudget = { depth: 20, string: 100, total: 2000 };
const textOf = (value: unknown, budget = BUDGET): string =>
  exactJson(value, budget)
    .pieces.map(({ text }) => text)
    .join("");

test.each([
  {},
  [],
  null,
  "tea",
  { basket_id: "b 1", items: [{ sku: "sencha", grams: 250 }, null, true, 1.5, []], "a b": {} },
  { 'quo"te': "line\nbreak\u2028", nested: [[["x"]]] },
])("writes what fits as JSON itself does: %j", (value) => {
  expect(textOf(value)).toBe(JSON.stringify(value, null, 2));
  expect(exactJson(value, BUDGET).complete).toBe(true);
});

test("leaves out the middle of a long text and shows what comes after it", () => {
  const shown = textOf({ note: "a".repeat(5000), amount: 9000 });
  expect(shown).toContain("4,900 more characters");
  expect(shown).toContain('"amount": 9000');
});

test("counts what does not fit", () => {
  const { pieces, complete } = exactJson(
    Array.from({ length: 10_000 }, (_, index) => index),
    BUDGET,
  );
  expect(complete).toBe(false);
  expect(pieces.find(({ remark }) => remark)?.text).toMatch(/9,\d{3} more/);
});

test("shows a value that is nested too deep for JSON.stringify", () => {
  let deep: unknown = "bottom";
  for (let level = 0; level < 50_000; level += 1) deep = { deep };
  expect(() => JSON.stringify(deep)).toThrow(RangeError);
  expect(textOf({ first: 1, deep, amount: 9000 })).toContain('"amount": 9000');
  expect(textOf({ deep })).toContain("nested deeper than 20 levels");
});

test("marks remarks, so that no text can pass for one", () => {
  const { pieces } = exactJson({ note: "… 5 more …" }, BUDGET);
  expect(pieces.filter(({ remark }) => remark)).toEqual([]);
});

test("keeps a member named __proto__ in sight", () => {
  expect(textOf(JSON.parse('{"__proto__": {"admin": true}}'))).toContain('"__proto__"');
});
