import { expect, test } from "vitest";
import { brokenSchema } from "./broken-schema.ts";

test("finds nothing wrong with a schema that can carry a form", () => {
  expect(brokenSchema({ type: "object", properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: {} } })).toBe(
    undefined,
  );
});

test("says what keeps a schema from carrying a form", () => {
  expect(brokenSchema(null)).toBe("it is not an object");
  expect(brokenSchema({ type: "string" })).toBe('its type is not "object"');
  expect(brokenSchema({ type: "object", $ref: "#/nowhere" })).toBe(
    "it refers to #/nowhere, which it does not contain",
  );
  expect(brokenSchema({ type: "object", properties: { a: { $ref: "https://x.example/s.json" } } })).toMatch(
    /never fetched/,
  );
});

test("finds a reference that leads nowhere wherever it stands", () => {
  const lost = { $ref: "#/$defs/missing" };
  expect(brokenSchema({ type: "object", properties: { a: lost } })).toMatch(/missing/);
  expect(brokenSchema({ type: "object", properties: { a: { items: { anyOf: [{}, lost] } } } })).toMatch(
    /missing/,
  );
  expect(brokenSchema({ type: "object", $defs: { a: lost } })).toMatch(/missing/);
});

test("takes a schema that refers to itself, or says $ref only in a value, for what it is", () => {
  expect(brokenSchema({ type: "object", properties: { child: { $ref: "#" } } })).toBe(undefined);
  expect(brokenSchema({ type: "object", properties: { $ref: { type: "string" } } })).toBe(undefined);
  expect(brokenSchema({ type: "object", properties: { a: { default: { $ref: "#/no" } } } })).toBe(undefined);
});

test("gives up on a schema that is nested without end", () => {
  let schema: object = {};
  for (let depth = 0; depth < 80; depth += 1) schema = { properties: { a: schema } };
  expect(brokenSchema({ type: "object", ...schema })).toBe("it is nested too deeply");
});
