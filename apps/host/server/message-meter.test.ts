import { expect, test } from "vitest";
import { createMessageMeter } from "./message-meter.ts";

test("measures a body as one message", () => {
  const measure = createMessageMeter(false);
  expect([measure("12345"), measure("\n\n678")]).toEqual([5, 10]);
});

test.each(["\n\n", "\r\r", "\r\n\r\n"])("starts anew after the empty line %j, wherever it is cut", (end) => {
  for (let cut = 0; cut <= end.length; cut++) {
    const measure = createMessageMeter(true);
    measure(`data: ${"x".repeat(1000)}${end.slice(0, cut)}`);
    expect(measure(`${end.slice(cut)}data: y`)).toBeLessThan(20);
  }
});

test("adds up an event without end", () => {
  const measure = createMessageMeter(true);
  measure("data: 1\n\ndata: ");
  measure("x".repeat(1000));
  expect(measure("x".repeat(1000))).toBeGreaterThan(2000);
});
