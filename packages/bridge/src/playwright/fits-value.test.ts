import { describe, expect, test } from "vitest";
import { describeValue, fitsValue } from "./fits-value.ts";

describe("A value fits", () => {
  test.each([
    [
      { a: 1, b: [1, { c: null }] },
      { b: [1, { c: null }], a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [
      { id: expect.any(String), n: expect.objectContaining({ x: 1 }) },
      { id: "b1", n: { x: 1, y: 2 } },
    ],
  ])("what is equal as JSON, or what a matcher in it takes: %j", (expected, actual) => {
    expect(fitsValue(expected, actual)).toBe(true);
  });

  test.each([
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: [1] }, { a: { 0: 1 } }],
    [{ a: 1 }, { a: "1" }],
    [{ a: {} }, { a: null }],
    [{ id: expect.any(String) }, { id: 7 }],
  ])("nothing else: %j", (expected, actual) => {
    expect(fitsValue(expected, actual)).toBe(false);
  });

  test("and is named with its matchers", () => {
    expect(describeValue({ product: "sencha", id: expect.any(String) })).toBe(
      '{"product":"sencha","id":"Any<String>"}',
    );
  });
});
