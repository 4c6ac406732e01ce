import type { RJSFSchema } from "@rjsf/utils";
import { expect, test } from "vitest";
import { createSchemaValidator } from "./schema-validator.ts";

const ORDER: RJSFSchema = {
  type: "object",
  properties: {
    tea: { type: "string", enum: ["assam", "sencha"] },
    notes: { type: "array", items: { type: "string" } },
  },
  required: ["tea"],
};

const validator = createSchemaValidator();

test("puts a message at its field", () => {
  const { errorSchema } = validator.validateFormData({ notes: [1] }, ORDER);
  expect(errorSchema).toMatchObject({
    tea: { __errors: ["This is required"] },
    notes: { 0: { __errors: ["Expected string, found number"] } },
  });
});

test("judges an alternative with the definitions of the whole schema", () => {
  const root: RJSFSchema = { $defs: { n: { type: "number" } } };
  expect(validator.isValid({ $ref: "#/$defs/n" }, 1, root)).toBe(true);
  expect(validator.isValid({ $ref: "#/$defs/n" }, "1", root)).toBe(false);
});

test("says that a schema is broken instead of throwing", () => {
  expect(validator.rawValidation({ $ref: "#/$defs/gone" }, {}).validationError).toBeInstanceOf(Error);
  expect(validator.isValid({ $ref: "#/$defs/gone" }, {}, {})).toBe(false);
});
