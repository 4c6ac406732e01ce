import { describe, expect, test } from "vitest";
import { exampleOf } from "./schema-example.ts";

const text = { type: "string" };

describe("exampleOf", () => {
  test.each([
    ["a default, before anything else", { type: "number", default: 12, minimum: 20 }, 12],
    ["the first example", { type: "string", examples: ["sencha", "oolong"] }, "sencha"],
    ["the first choice of an enum", { enum: ["s", "m"] }, "s"],
    ["a constant", { const: 3 }, 3],
    ["a date for a date", { type: "string", format: "date" }, "2026-01-26"],
    ["a text that is long enough", { type: "string", minLength: 9 }, "example e"],
    ["a text that is short enough", { type: "string", maxLength: 3 }, "exa"],
    ["the least number above a bound", { type: "integer", exclusiveMinimum: 4 }, 5],
    ["the greatest number where one is too much", { type: "number", maximum: -2 }, -2],
    ["a multiple", { type: "number", minimum: 7, multipleOf: 5 }, 10],
    ["no item where none is needed", { type: "array", items: text }, []],
    ["as many items as are needed", { type: "array", items: text, minItems: 2 }, ["example", "example"]],
    ["a type beside null", { type: ["null", "boolean"] }, false],
    ["the first of several that it can make", { anyOf: [{ $ref: "#/away" }, { type: "integer" }] }, 1],
    ["anything for a schema that says nothing", {}, "example"],
  ])("gives %s", (_what, schema, made) => {
    expect(exampleOf(schema)).toEqual(made);
  });

  test("fills what is required and what the author gave a value, and leaves the rest out", () => {
    const schema = {
      type: "object",
      properties: { id: text, size: { enum: ["s", "m"] }, count: { type: "number", default: 2 }, note: text },
      required: ["id", "more"],
    };
    expect(exampleOf(schema)).toEqual({ id: "example", count: 2, more: "example" });
  });

  test("follows references inside the schema, and none that leave it", () => {
    const $defs = { tea: { type: "object", properties: { name: text }, required: ["name"] } };
    expect(exampleOf({ $ref: "#/$defs/tea", $defs })).toEqual({ name: "example" });
    const away = { type: "object", properties: { a: { $ref: "https://x.example/" } }, required: ["a"] };
    expect(exampleOf(away)).toBeUndefined();
  });

  test("puts the parts of allOf together", () => {
    const part = (name: string): object => ({
      type: "object",
      properties: { [name]: text },
      required: [name],
    });
    const $defs = { a: part("a"), b: part("b") };
    const both = { allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }], $defs };
    expect(exampleOf(both)).toEqual({ a: "example", b: "example" });
  });

  test("gives up on a schema that asks for itself without end", () => {
    const loop = { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] };
    expect(exampleOf(loop)).toBeUndefined();
  });
});
