import { expect, test } from "vitest";
import { messageBounds, resolveViewLimits, VIEW_LIMITS, type ViewLimits } from "./view-limits.ts";

test("What is not given keeps its default", () => {
  const limits = resolveViewLimits({ callsAtOnce: 2 });
  expect(limits).toMatchObject({ callsAtOnce: 2, callsWaiting: 32, actionsPerMinute: 600, hungSeconds: 8 });
  expect(Object.keys(limits)).toEqual(Object.keys(VIEW_LIMITS));
});

test.each<[string, Record<string, unknown>, string]>([
  ["a name that is none", { callsAtonce: 2 }, 'There is no limit "callsAtonce"'],
  ["a name of every object", { constructor: 2 }, 'There is no limit "constructor"'],
  ["too much", { callsAtOnce: 1001 }, '"callsAtOnce" is 1001; it must be a whole number from 1 to 1000'],
  ["too little", { hungSeconds: 4 }, '"hungSeconds" is 4; it must be a whole number from 5 to 3600'],
  ["a fraction", { callsAtOnce: 1.5 }, '"callsAtOnce" is 1.5'],
  ["no number", { callsAtOnce: "8" }, '"callsAtOnce" is 8'],
])("%s is refused with the mend", (_what, given, reason) => {
  expect(() => resolveViewLimits(given as Partial<ViewLimits>)).toThrow(reason);
});

test("Every default lies within its range", () => {
  for (const { default: value, min, max } of Object.values(VIEW_LIMITS)) {
    expect(value).toBeGreaterThanOrEqual(min);
    expect(value).toBeLessThanOrEqual(max);
  }
});

test("The proxy is told the bounds of single messages", () => {
  expect(messageBounds(resolveViewLimits({ messagesPerSecond: 5 }))).toEqual({
    rate: 5,
    burst: 200,
    maxCharacters: 16 * 1024 * 1024,
    maxNodes: 50_000,
  });
});
