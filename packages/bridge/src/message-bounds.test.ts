import { describe, expect, test } from "vitest";
import { createMessageGuard, measureMessage } from "./message-bounds.ts";
import { messageBounds, resolveViewLimits } from "./view-limits.ts";

const DEFAULT_BOUNDS = messageBounds(resolveViewLimits());

const UNBOUNDED = { rate: Infinity, burst: Infinity, maxCharacters: Infinity, maxNodes: Infinity };

describe("The host's own bounds on a View's messages", () => {
  test("let an ordinary message in", () => {
    expect(createMessageGuard(DEFAULT_BOUNDS)({ jsonrpc: "2.0", method: "ping", id: 1 })).toBeUndefined();
  });

  test("keep out a message of more characters than allowed, which comes in without the bound", () => {
    const message = { text: "x".repeat(DEFAULT_BOUNDS.maxCharacters + 1) };
    expect(createMessageGuard(DEFAULT_BOUNDS)(message)).toBe("size");
    expect(createMessageGuard(UNBOUNDED)(message)).toBeUndefined();
  });

  test("keep out a message of more values than allowed without walking all of it", () => {
    const message = { list: Array.from({ length: DEFAULT_BOUNDS.maxNodes + 1 }, () => 0) };
    expect(createMessageGuard(DEFAULT_BOUNDS)(message)).toBe("size");
    expect(createMessageGuard(UNBOUNDED)(message)).toBeUndefined();
  });

  test("count binary data as well", () => {
    expect(measureMessage({ data: new Uint8Array(10) }, UNBOUNDED)).toBe(14);
  });

  test("let a burst in, then as many as the rate allows", () => {
    let time = 0;
    const guard = createMessageGuard({ ...DEFAULT_BOUNDS, rate: 10, burst: 5 }, () => time);
    const verdicts = Array.from({ length: 8 }, () => guard("x"));
    expect(verdicts.filter((verdict) => verdict === "rate")).toHaveLength(4);
    time = 1000;
    expect(guard("x")).toBeUndefined();
  });

  test("stop 100,000 messages at the burst, all of which come in without the bound", () => {
    const bounded = createMessageGuard(DEFAULT_BOUNDS, () => 0);
    const open = createMessageGuard(UNBOUNDED, () => 0);
    const count = (guard: typeof bounded): number =>
      Array.from({ length: 100_000 }, () => guard({ jsonrpc: "2.0", method: "x" })).filter(
        (v) => v === undefined,
      ).length;
    expect(count(bounded)).toBeLessThanOrEqual(DEFAULT_BOUNDS.burst);
    expect(count(open)).toBe(100_000);
  });
});
