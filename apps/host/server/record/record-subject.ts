/** What `retention` checkpoints are about: they are looked for without reading the others. */
export const RETENTION_MARK = "retention";

/** What an entry is about: its action, or for what happens to a View, the View. Undefined for what stands alone. */
export function recordSubject(entry: Readonly<Record<string, unknown>>): string | undefined {
  if (entry["kind"] === "checkpoint") {
    return entry["reason"] === "retention" ? RETENTION_MARK : undefined;
  }
  const subject = entry["action"] ?? entry["view"];
  return typeof subject === "string" ? subject : undefined;
}
