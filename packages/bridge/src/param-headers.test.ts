import { describe, expect, test } from "vitest";
import { paramHeaders } from "./param-headers.ts";

const schema = {
  type: "object",
  properties: {
    region: { type: "string", "x-mcp-header": "Region" },
    amount: { type: "integer", "x-mcp-header": "Amount" },
    dry: { type: "boolean", "x-mcp-header": "Dry-Run" },
    note: { type: "string" },
    address: { type: "object", properties: { city: { type: "string", "x-mcp-header": "City" } } },
    list: { type: "array", items: { type: "object", properties: { a: { "x-mcp-header": "Item" } } } },
  },
  oneOf: [{ properties: { alternative: { "x-mcp-header": "Alternative" } } }],
};

describe("mirrored arguments", () => {
  test("are those whose property names a header, nested ones too", () => {
    const args = { region: "eu-west", amount: 3, dry: false, note: "n", address: { city: "Bonn" } };
    expect(paramHeaders(schema, args)).toEqual({
      "Mcp-Param-Region": "eu-west",
      "Mcp-Param-Amount": "3",
      "Mcp-Param-Dry-Run": "false",
      "Mcp-Param-City": "Bonn",
    });
  });

  test("leave out what is absent, null, inherited, no primitive, or not under `properties`", () => {
    const inherited: object = Object.create({ region: "eu" }) as object;
    expect(paramHeaders(schema, { region: null, list: [{ a: "x" }], alternative: "y" })).toEqual({});
    expect(paramHeaders(schema, inherited)).toEqual({});
    expect(paramHeaders(schema, { region: { a: 1 }, amount: 1.5, dry: [true] })).toEqual({});
  });

  test.each([
    ["Grüße", "=?base64?R3LDvMOfZQ==?="],
    [" padded ", "=?base64?IHBhZGRlZCA=?="],
    ["line\r\nX-Evil: 1", "=?base64?bGluZQ0KWC1FdmlsOiAx?="],
    ["", "=?base64??="],
    ["=?base64?YQ==?=", "=?base64?PT9iYXNlNjQ/WVE9PT89?="],
    ["inner blank", "inner blank"],
    ["x", "x"],
  ])("are encoded where a header could not carry %j", (region, encoded) => {
    expect(paramHeaders(schema, { region })).toEqual({ "Mcp-Param-Region": encoded });
  });

  test.each(["Bad Name", "Evil\r\nX: 1", "", "Ü"])("ignore the header name %j", (name) => {
    const bad = { type: "object", properties: { region: { type: "string", "x-mcp-header": name } } };
    expect(paramHeaders(bad, { region: "eu" })).toEqual({});
  });

  test.each([undefined, null, true, { properties: 7 }])("are none for the schema %j", (bad) => {
    expect(paramHeaders(bad, { region: "eu" })).toEqual({});
  });
});
