import type { Tool } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkArguments } from "./check-arguments.ts";
import { parseTool } from "./server-tool.ts";

const tool = (inputSchema: Record<string, unknown>): ReturnType<typeof parseTool> =>
  parseTool({ name: "pay", inputSchema: { type: "object", ...inputSchema } satisfies Tool["inputSchema"] });

const pay = tool({
  properties: { amount: { type: "integer", minimum: 1 }, to: { $ref: "#/$defs/account" } },
  required: ["amount"],
  additionalProperties: false,
  $defs: { account: { type: "object", properties: { iban: { type: "string" } }, required: ["iban"] } },
});

describe("arguments", () => {
  test.each([[{ amount: 1 }], [{ amount: 2, to: { iban: "DE1" } }]])("that fit pass: %j", (args) => {
    expect(checkArguments(pay, args)).toEqual({ ok: true });
  });

  test.each([
    [{}, "at the top"],
    [{ amount: "1" }, "at /amount"],
    [{ amount: 0 }, "at /amount"],
    [{ amount: 1, to: {} }, "at /to"],
    [{ amount: 1, extra: true }, "at /extra"],
    [[], "at the top"],
    [null, "at the top"],
  ])("that do not fit are refused with the place: %j", (args, place) => {
    expect(checkArguments(pay, args)).toEqual({ ok: false, reason: expect.stringContaining(place) });
  });
});

describe("an input schema", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("that points outside is never fetched, and admits nothing", () => {
    const fetched = vi.fn();
    vi.stubGlobal("fetch", fetched);
    const outside = tool({ properties: { a: { $ref: "https://evil.example/schema.json" } } });
    expect(checkArguments(outside, { a: 1 })).toMatchObject({ ok: false });
    expect(fetched).not.toHaveBeenCalled();
  });

  test.each([
    ["refers to itself without end", { $ref: "#" }],
    ["has a pattern that is none", { properties: { a: { pattern: "(" } } }],
    ["is written in an unknown dialect", { $schema: "https://example.com/my-dialect" }],
  ])("that %s admits nothing, and says so", (_what, broken) => {
    expect(checkArguments(tool(broken), { a: "x" })).toEqual({
      ok: false,
      reason: expect.stringMatching(/^The input schema of "pay" cannot be checked/),
    });
  });

  test.each([
    ["http://json-schema.org/draft-07/schema#", { properties: { a: { const: 1 } } }],
    ["https://json-schema.org/draft/2019-09/schema", { properties: { a: { const: 1 } } }],
    ["https://json-schema.org/draft/2020-12/schema", { properties: { a: { const: 1 } } }],
  ])("may be written in %s", ($schema, rest) => {
    expect(checkArguments(tool({ $schema, ...rest }), { a: 1 })).toEqual({ ok: true });
    expect(checkArguments(tool({ $schema, ...rest }), { a: 2 })).toMatchObject({ ok: false });
  });

  test("stays as the server wrote it", () => {
    const frozen = parseTool({
      name: "pay",
      inputSchema: Object.freeze({ type: "object", properties: Object.freeze({}) }),
    });
    expect(checkArguments(frozen, {})).toEqual({ ok: true });
  });
});
