import { expect, test } from "vitest";
import { parseArguments, parseJsonSource } from "./json-source.ts";

test("parses JSON", () => {
  expect(parseJsonSource('{"a":[1,null]}')).toEqual({ valid: true, value: { a: [1, null] } });
});

test("says in which line and column JSON breaks", () => {
  expect(parseJsonSource('{\n  "a": 1,\n  b: 2\n}')).toEqual({
    valid: false,
    line: 3,
    column: 3,
    reason: "Unknown word",
  });
  expect(parseJsonSource('{"a": }')).toMatchObject({ line: 1, column: 7, reason: "A value is expected" });
  expect(parseJsonSource('{"a": 1')).toMatchObject({ line: 1, column: 8, reason: "A closing } is missing" });
  expect(parseJsonSource("")).toMatchObject({ line: 1, column: 1, reason: "A value is expected" });
});

test("refuses comments and trailing commas like JSON itself", () => {
  expect(parseJsonSource('{"a":1} // x')).toMatchObject({ valid: false });
  expect(parseJsonSource('{"a":1,}')).toMatchObject({ valid: false });
});

test("accepts only objects as arguments", () => {
  expect(parseArguments('{"id":7}')).toEqual({ valid: true, value: { id: 7 } });
  expect(parseArguments("[1]")).toMatchObject({ valid: false, reason: "Arguments must be a JSON object" });
  expect(parseArguments("null")).toMatchObject({ valid: false });
});
