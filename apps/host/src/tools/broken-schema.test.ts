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
  expect(brokenSchema({ type: "object", $ref: "#/nowhere" })).toMatch(/Unresolved \$ref/);
  expect(brokenSchema({ type: "object", properties: { a: { $ref: "https://x.example/s.json" } } })).toMatch(
    /never fetched/,
  );
});

test("gives up on a schema that is nested without end", () => {
  let schema: object = {};
  for (let depth = 0; depth < 80; depth += 1) schema = { properties: { a: schema } };
  expect(brokenSchema({ type: "object", ...schema })).toBe("it is nested too deeply");
});
