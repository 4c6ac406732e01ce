import { expect, test } from "vitest";
import { fromLocalTime, toLocalTime } from "./local-time.ts";

test("a field's minute begins and ends where entries begin and end", () => {
  const [first, last] = [
    fromLocalTime("2026-01-26T12:34", "first"),
    fromLocalTime("2026-01-26T12:34", "last"),
  ];
  expect(Date.parse(last) - Date.parse(first)).toBe(59_999);
  expect(first).toMatch(/:34:00\.000Z$/);
});

test("a field shows the moment that it meant", () => {
  expect(toLocalTime(fromLocalTime("2026-01-26T12:34", "first"))).toBe("2026-01-26T12:34");
  expect(toLocalTime(fromLocalTime("2026-07-26T00:00", "last"))).toBe("2026-07-26T00:00");
});

test("an empty field means no moment", () => {
  expect(fromLocalTime("", "first")).toBe("");
  expect(toLocalTime("")).toBe("");
});
