/** What stands in the record in the place of a secret. */
const REDACTED = "[redacted]";

/** Where in an entry something was redacted: `arguments.card.number`. */
export function redactionsIn(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") return value.includes(REDACTED) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    redactionsIn(inner, path === "" ? name : `${path}.${name}`),
  );
}
