const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/**
 * Makes a W3C `traceparent` for one action: version 00, a new trace, sampled. It travels in `_meta.traceparent`
 * (MCP 2026-07-28, trace context) and stands in the action's audit entries. Ids of a View are never taken over:
 * a View that chose them could make its action look like part of another one.
 */
export function createTraceparent(): string {
  return `00-${randomHex(TRACE_ID_BYTES)}-${randomHex(SPAN_ID_BYTES)}-01`;
}

function randomHex(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  // All zeros is the invalid id of the W3C format.
  if (bytes.every((byte) => byte === 0)) return randomHex(length);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
