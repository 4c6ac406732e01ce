import { array, assert, constantFrom, letrec, oneof, property, string, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSafePattern } from "./safe-pattern.ts";

const found = (pattern: string, text: string): boolean => compileSafePattern(pattern).test(text, () => {});

describe("A pattern", () => {
  test.each([
    ["^[a-z0-9]+(?:-[a-z0-9]+)*$", "green-tea-1"],
    ["^\\d{4}-\\d{2}-\\d{2}$", "2026-01-26"],
    ["^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$", "a@b.example"],
    ["^(?=.*[A-Z])(?=.*\\d)(?!.*\\s).{8,}$", "Passw0rd!"],
    ["^\\p{L}+$", "Käse"],
    ["\\bte(a|e)s?\\b", "green teas!"],
    ["^\\u{1F375}.?$", "🍵x"],
    ["^\\ud83c\\udf75$", "🍵"],
    ["^[\\]\\-x]+$", "]-x"],
    ["a{2}b{0}c{1,}d{,1}?".replace("{,1}?", "??"), "aacd"],
    ["(?<year>\\d+)|(x)*", ""],
    ["^(a*)*$", "aaa"],
    ["", "anything"],
  ])("%s matches as the browser says", (pattern, text) => {
    expect(found(pattern, text)).toBe(true);
    for (const other of [text, `${text}?`, text.slice(1), text.toUpperCase(), ` ${text}`, ""]) {
      expect([other, found(pattern, other)]).toEqual([other, new RegExp(pattern, "u").test(other)]);
    }
  });

  test("of any kind matches exactly what the browser's own engine does", () => {
    const atom = constantFrom("a", "b", ".", "\\d", "[ab]", "[^a]", "\\b", "^", "$", "\\w", "-");
    const quantified = tuple(atom, constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "*?")).map(
      ([source, times]) => (/[\^$]|\\b/.test(source) ? source : source + times),
    );
    const { pattern } = letrec<{ pattern: string; group: string }>((tie) => ({
      pattern: array(oneof(quantified, tie("group")), { maxLength: 4 }).map((parts) => parts.join("")),
      group: tuple(constantFrom("(", "(?:", "(?=", "(?!"), tie("pattern"), tie("pattern")).map(
        ([open, left, right]) => `${open}${left}|${right})`,
      ),
    }));
    const text = string({ unit: constantFrom("a", "b", "1", "-", "é"), maxLength: 8 });
    assert(
      property(pattern, text, (source, subject) => {
        expect(found(source, subject)).toBe(new RegExp(source, "u").test(subject));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["(", "a{2,1}", "[b-a]", "\\k<x>"])("that is none is refused: %s", (source) => {
    expect(() => compileSafePattern(source)).toThrow(SyntaxError);
  });

  test.each([
    ["(a)\\1", "back-reference"],
    ["(?<x>a)\\k<x>", "back-reference"],
    ["(?<=a)b", "look-behind"],
    ["(?<!a)b", "look-behind"],
    ["((a{100}){100}){100}", "too large"],
    ["(?:(?=(?:(?=a{100})b){100})c){100}", "too large"],
  ])("that cannot be bounded is refused: %s", (source, why) => {
    expect(() => compileSafePattern(source)).toThrow(why);
  });

  test.each(["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^a*a*a*a*a*a*a*$", "^(.*)*x$"])(
    "that the browser's engine would take ages over ends soon: %s",
    (source) => {
      const steps = (length: number): number => {
        let count = 0;
        compileSafePattern(source).test(`${"a".repeat(length)}!`, () => (count += 1));
        return count;
      };
      // Twice the text, twice the work: linear, where backtracking squares or doubles with every letter.
      expect(steps(20_000)).toBeLessThan(2.1 * steps(10_000));
    },
  );
});
