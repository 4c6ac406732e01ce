import { describe, expect, test } from "vitest";
import { toolInput } from "./tool-input.ts";

const tool = (inputSchema: object): Parameters<typeof toolInput>[0] => ({
  name: "show",
  inputSchema: { type: "object", ...inputSchema },
});

describe("toolInput", () => {
  test("takes what the author gives before what the schema says", () => {
    const schema = tool({ properties: { count: { type: "number", default: 2 } } });
    expect(toolInput(schema, undefined)).toEqual({ ok: true, arguments: { count: 2 }, from: "schema" });
    expect(toolInput(schema, { count: 3 })).toEqual({ ok: true, arguments: { count: 3 }, from: "author" });
  });

  test("says what does not fit, and which option mends it", () => {
    const schema = tool({ properties: { id: { type: "string", pattern: "^[0-9]{4}$" } }, required: ["id"] });
    expect(toolInput(schema, undefined)).toEqual({
      ok: false,
      reason: expect.stringMatching(/^The input made from its schema does not fit\. .*id/) as string,
      mend: `Give it: --args show='{"name": "value"}'`,
    });
    expect(toolInput(schema, { id: 7 })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^The arguments do not fit/) as string,
    });
    expect(toolInput(schema, { id: "0042" })).toMatchObject({ ok: true });
  });

  test("quotes the name in a command that is to be copied", () => {
    const input = toolInput({ name: "a; rm b", inputSchema: { type: "object", required: ["id"] } }, {});
    expect(input).toMatchObject({ mend: `Give it: --args 'a; rm b'='{"name": "value"}'` });
  });
});
