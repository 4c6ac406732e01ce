import { expect, test } from "vitest";
import { problemsOf } from "./schema-problems.ts";

const ORDER = {
  type: "object",
  properties: {
    tea: { type: "string", enum: ["assam", "sencha"] },
    grams: { type: "integer", minimum: 50 },
    notes: { type: "array", items: { type: "string" } },
  },
  required: ["tea"],
  additionalProperties: false,
};

test("finds nothing wrong with arguments that fit", () => {
  expect(problemsOf(ORDER, { tea: "sencha", grams: 50, notes: ["dry"] })).toEqual([]);
});

test("points at each value that is wrong, once", () => {
  const problems = problemsOf(ORDER, { grams: "many", notes: ["a", 7], sugar: true });
  expect(problems.map(({ pointer, message }) => [pointer, message])).toEqual(
    expect.arrayContaining([
      ["/tea", "This is required"],
      ["/grams", "Expected integer, found string"],
      ["/notes/1", "Expected string, found number"],
      ["/sugar", "This is not allowed here"],
    ]),
  );
  expect(problems).toHaveLength(4);
});

test("lists the allowed values", () => {
  expect(problemsOf(ORDER, { tea: "coffee" })).toMatchObject([
    { pointer: "/tea", message: 'Must be one of "assam","sencha"' },
  ]);
});

test("treats undefined like an absent value", () => {
  expect(problemsOf(ORDER, { tea: "assam", grams: undefined })).toEqual([]);
});

test("follows references within the schema", () => {
  const schema = {
    type: "object",
    properties: { a: { $ref: "#/$defs/n" } },
    $defs: { n: { type: "number" } },
  };
  expect(problemsOf(schema, { a: "x" })).toMatchObject([{ pointer: "/a" }]);
});

test("throws for a reference that leaves the schema instead of fetching it", () => {
  expect(() => problemsOf({ $ref: "https://elsewhere.example/schema.json" }, {})).toThrow(/Unresolved/);
});

test("leaves the schema as it was", () => {
  const schema = structuredClone(ORDER);
  problemsOf(schema, {});
  expect(Reflect.ownKeys(schema)).toEqual(Reflect.ownKeys(ORDER));
});

test("is not kept busy by a server's pattern: a default value could make the page stall by itself", () => {
  const stalling = { type: "object", properties: { tea: { type: "string", pattern: "^(a+)+$" } } };
  const started = performance.now();
  expect(problemsOf(stalling, { tea: `${"a".repeat(5000)}!` })).toMatchObject([
    { pointer: "/tea", message: "This does not match the pattern ^(a+)+$" },
  ]);
  // The browser's own engine takes longer than that over 30 letters.
  expect(performance.now() - started).toBeLessThan(400);
});
