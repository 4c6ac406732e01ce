import { format } from "@cfworker/json-schema";
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

describe("a schema that would keep the page busy", () => {
  /** Without its guard each of these takes hours, and with it a moment, also on a machine that has much to do. */
  const SOON_MS = 4000;
  /** How long the browser's own engine takes over an input that is short enough to wait for. */
  const nativeMs = (pattern: string, text: string): number => {
    const started = performance.now();
    new RegExp(pattern, "u").test(text);
    return performance.now() - started;
  };
  const ms = (run: () => unknown): number => {
    const started = performance.now();
    run();
    return performance.now() - started;
  };

  test("by its pattern does not: each letter more doubles the time of the browser's engine, not ours", () => {
    const evil = "^(a+)+$";
    const text = (length: number): string => `${"a".repeat(length)}!`;
    expect(nativeMs(evil, text(22))).toBeGreaterThan(5 * nativeMs(evil, text(18)));

    const stalling = tool({ properties: { a: { type: "string", pattern: evil } } });
    const time = ms(() =>
      expect(checkArguments(stalling, { a: text(10_000) })).toEqual({
        ok: false,
        reason: expect.stringContaining('does not match format "of the pattern ^(a+)+$"'),
      }),
    );
    expect(time).toBeLessThan(SOON_MS);
    expect(checkArguments(stalling, { a: "aaaa" })).toEqual({ ok: true });
  });

  test.each<[string, object, (text: string) => object]>([
    ["a name's pattern", { patternProperties: { "^(a+)+$": { type: "number" } } }, (text) => ({ [text]: 1 })],
    ["the names' pattern", { propertyNames: { pattern: "^(a+)+$" } }, (text) => ({ [text]: 1 })],
    ["the format url", { properties: { a: { format: "url" } } }, (text) => ({ a: `http://${text}` })],
    [
      "a referenced pattern",
      { $ref: "#/odd/x", odd: { x: { propertyNames: { pattern: "^(a+)+$" } } } },
      (text) => ({ [text]: 1 }),
    ],
  ])("by %s does not", (_what, schema, args) => {
    expect(
      ms(() => checkArguments(tool(schema as Record<string, unknown>), args(`${"a".repeat(5000)}!`))),
    ).toBeLessThan(SOON_MS);
  });

  test("by references that multiply is given up, and not tried for ever", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => {
        const next = { $ref: `#/$defs/level${level + 1}` };
        return [`level${level}`, level === 39 ? { const: 1 } : { allOf: [next, next] }];
      }),
    );
    const doubling = tool({ properties: { a: { $ref: "#/$defs/level0" } }, $defs });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(checkArguments(doubling, { a: 1 })).toMatchObject({
        ok: false,
        reason: expect.stringContaining("takes too long"),
      });
    }
    expect(ms(() => expect(checkArguments(doubling, { a: 1 })).toMatchObject({ ok: false }))).toBeLessThan(
      400,
    );
  });

  test("by patterns of which each is small enough is given up", () => {
    const many = Array.from({ length: 8000 }, (_, index) => [`p${index}`, { pattern: "a{19000}" }] as const);
    const started = performance.now();
    expect(checkArguments(tool({ properties: Object.fromEntries(many) }), {})).toMatchObject({
      ok: false,
      reason: expect.stringContaining("takes too long") as string,
    });
    expect(performance.now() - started).toBeLessThan(SOON_MS);
  });

  test("by lists whose items must differ is refused long ones, and checks others", () => {
    const unique = tool({ properties: { a: { type: "array", uniqueItems: true } } });
    const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);
    expect(checkArguments(unique, { a: numbers(100_000) })).toMatchObject({ ok: false });
    expect(checkArguments(unique, { a: numbers(1000) })).toEqual({ ok: true });
    expect(checkArguments(unique, { a: [1, 1] })).toMatchObject({ ok: false });
  });

  test("leaves the validator's own formats as they were", () => {
    checkArguments(tool({ properties: { a: { pattern: "^x" } } }), { a: "x" });
    expect(Object.keys(format).filter((name) => name.startsWith("of "))).toEqual([]);
  });
});

describe("patterns of ordinary schemas", () => {
  const ordinary = tool({
    properties: {
      date: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$", format: "date" },
      pattern: { type: "string" },
    },
    patternProperties: { "^x-": { type: "number" }, "^x-[a-z]+$": { maximum: 9 } },
    additionalProperties: false,
  });

  test.each([[{ date: "2026-01-26" }], [{ "x-a": 1 }], [{ pattern: "(" }], [{}]])("pass: %j", (args) => {
    expect(checkArguments(ordinary, args)).toEqual({ ok: true });
  });

  test.each([
    [{ date: "2026-1-26" }, "at /date"],
    [{ date: "2026-13-26" }, "at /date"],
    [{ "x-a": "1" }, "at /x-a"],
    [{ "x-a": 10 }, "at /x-a"],
    [{ other: 1 }, "at /other"],
  ])("refuse: %j", (args, place) => {
    expect(checkArguments(ordinary, args)).toEqual({ ok: false, reason: expect.stringContaining(place) });
  });

  test("are data inside of enum and const", () => {
    const data = tool({ properties: { a: { enum: [{ pattern: "(" }] }, b: { const: { pattern: "(" } } } });
    expect(checkArguments(data, { a: { pattern: "(" }, b: { pattern: "(" } })).toEqual({ ok: true });
  });
});
