const MINUTE_MS = 60_000;

/**
 * The moment that a `datetime-local` field means, as entries have it (RFC 3339, UTC, milliseconds): the first or the
 * last of its minute. Empty for an empty field.
 */
export function fromLocalTime(field: string, end: "first" | "last"): string {
  const time = new Date(field).getTime();
  if (Number.isNaN(time)) return "";
  return new Date(time + (end === "last" ? MINUTE_MS - 1 : 0)).toISOString();
}

/** What a `datetime-local` field shows for a moment; empty for none. */
export function toLocalTime(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  const local = new Date(time.getTime() - time.getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, "2026-01-26T12:00".length);
}
