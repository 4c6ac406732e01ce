import { expect, test } from "vitest";
import { createTraceparent } from "./trace.ts";

test("a traceparent has the W3C form", () => {
  expect(createTraceparent()).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
});

test("each action gets a trace of its own", () => {
  const made = new Set(Array.from({ length: 100 }, createTraceparent));
  expect(made.size).toBe(100);
});
