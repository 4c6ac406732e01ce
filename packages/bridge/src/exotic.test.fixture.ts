import * as fc from "fast-check";

/** Anything that `postMessage` can carry, as it arrives: maps, sets, buffers, big numbers, holes, odd keys … */
export const exotic: fc.Arbitrary<unknown> = fc
  .anything({
    maxDepth: 3,
    key: fc.oneof(
      fc.string(),
      fc.constantFrom("__proto__", "constructor", "toString", "jsonrpc", "id", "method"),
    ),
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  .map((value): unknown => structuredClone(value));

/** Whether a value is made of nothing but what JSON can say (and `undefined`, which JSON leaves out). */
export function isPlainJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (Array.isArray(value)) {
    return Object.keys(value).length === value.length && value.every(isPlainJson);
  }
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlainJson);
}
