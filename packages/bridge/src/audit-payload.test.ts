import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bounded, canonicalJson, MAX_FIELD_BYTES, recordable, UNREPRESENTABLE } from "./audit-payload.ts";
import { sha256 } from "./digest.ts";
import type { AuditEvent } from "./audit-event.ts";

describe("an event becomes fields", () => {
  test("as JSON would carry them to a server", () => {
    const when = new Date(0);
    expect(argumentsOf({ a: undefined, b: Number.NaN, c: -0, d: () => 1, e: [undefined], f: when })).toEqual({
      b: null,
      c: 0,
      e: [null],
      f: "1970-01-01T00:00:00.000Z",
    });
  });

  test("without fields that are undefined", () => {
    expect(Object.keys(recordable(request(undefined)))).not.toContain("arguments");
  });

  test("with a marker in place of what JSON refuses", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const throwing = {
      toJSON() {
        throw new Error("no");
      },
    };
    for (const value of [cycle, 1n, { deep: [1n] }, Symbol("s"), () => 1, throwing, nested(100_000)]) {
      expect(argumentsOf(value)).toBe(UNREPRESENTABLE);
    }
  });

  test("with lone surrogates kept apart, as JSON text", () => {
    expect(argumentsOf({ "\ud800": 1, "\ud801": 2 })).toBe(String.raw`{"\ud800":1,"\ud801":2}`);
    expect(argumentsOf({ pair: "\ud835\udcb3" })).toEqual({ pair: "𝒳" });
  });

  test("with deep nesting as JSON text", () => {
    expect(argumentsOf(nested(64))).toEqual(nested(64));
    expect(argumentsOf(nested(65))).toBe(JSON.stringify(nested(65)));
  });

  test("with a key named __proto__ like any other", () => {
    const value: unknown = JSON.parse('{"__proto__":{"admin":true}}');
    expect(canonicalJson(argumentsOf(value))).toBe('{"__proto__":{"admin":true}}');
  });

  test("as they are now, whatever the caller changes later", () => {
    const value = { amount: 1 };
    const fields = recordable(request(value));
    value.amount = 1000;
    expect(fields["arguments"]).toEqual({ amount: 1 });
  });

  test("the same way each time, and canonically, whatever the payload", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
        (value) => {
          const fields = recordable(request(value));
          const line = canonicalJson(fields);
          expect(canonicalJson(recordable(request(value)))).toBe(line);
          expect(canonicalJson(JSON.parse(line))).toBe(line);
        },
      ),
    );
  });
});

describe("a large field", () => {
  test("stays up to 64 KiB of canonical JSON", async () => {
    const fields = { arguments: "x".repeat(MAX_FIELD_BYTES - 2), reason: "small" };
    expect(await bounded(fields)).toEqual(fields);
  });

  test("is replaced by its size and digest above", async () => {
    const large = { text: "é".repeat(MAX_FIELD_BYTES / 2) };
    const json = canonicalJson(large);
    expect(await bounded({ arguments: large, reason: "small" })).toEqual({
      arguments: { omitted: `${MAX_FIELD_BYTES + 11} bytes`, digest: await sha256(json) },
      reason: "small",
    });
  });

  test("stays text where it was text", async () => {
    const reason = "x".repeat(MAX_FIELD_BYTES);
    expect(await bounded({ reason })).toEqual({
      reason: `[omitted: ${MAX_FIELD_BYTES + 2} bytes, ${await sha256(`"${reason}"`)}]`,
    });
  });
});

function request(value: unknown): AuditEvent {
  return {
    kind: "action.requested",
    action: "a",
    actor: "view",
    method: "tools/call",
    server: "shop",
    identity: "https://shop.example/mcp",
    arguments: value,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
}

function argumentsOf(value: unknown): unknown {
  return recordable(request(value))["arguments"];
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}
