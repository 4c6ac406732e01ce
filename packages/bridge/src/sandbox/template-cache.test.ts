import { expect, test } from "vitest";
import { createTemplateCache } from "./template-cache.ts";

const bytes = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size);

test("forgets what was used longest ago when there are too many bytes", () => {
  const cache = createTemplateCache(100);
  cache.set("a", bytes(40));
  cache.set("b", bytes(40));
  cache.get("a");
  cache.set("c", bytes(40));
  expect(["a", "b", "c"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
});

test("counts bytes that are set twice once", () => {
  const cache = createTemplateCache(100);
  cache.set("a", bytes(60));
  cache.set("a", bytes(60));
  expect(cache.get("a")).toBeDefined();
});

test("keeps nothing that is larger than all it may hold", () => {
  const cache = createTemplateCache(100);
  cache.set("a", bytes(101));
  expect(cache.get("a")).toBeUndefined();
});
