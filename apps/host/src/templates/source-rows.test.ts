import { expect, test } from "vitest";
import { rowOf, sourceRows } from "./source-rows.ts";

test("numbers lines and goes on with those that are too long", () => {
  expect(sourceRows(`<p>\r\n\n${"x".repeat(250)}`)).toEqual([
    { line: 1, column: 1, text: "<p>" },
    { line: 2, column: 1, text: "" },
    { line: 3, column: 1, text: "x".repeat(92) },
    { line: 3, column: 93, text: "x".repeat(92) },
    { line: 3, column: 185, text: "x".repeat(66) },
  ]);
});

test("loses no character", () => {
  const html = `<p>\n\t${"é".repeat(300)}\n</p>`;
  expect(
    Array.from(sourceRows(html), ({ column, text }, index) =>
      column === 1 && index > 0 ? `\n${text}` : text,
    ).join(""),
  ).toBe(html);
});

test("finds the row of a place", () => {
  const rows = sourceRows(`<p>\n${"x".repeat(250)}\n</p>`);
  expect(rowOf(rows, { line: 1, column: 1 })).toBe(0);
  expect(rowOf(rows, { line: 2, column: 92 })).toBe(1);
  expect(rowOf(rows, { line: 2, column: 93 })).toBe(2);
  expect(rowOf(rows, { line: 2, column: 9999 })).toBe(3);
  expect(rowOf(rows, { line: 3, column: 1 })).toBe(4);
  expect(rowOf(rows, { line: 99, column: 1 })).toBe(4);
});
