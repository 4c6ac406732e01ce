import type { AuditEntry } from "../audit-entry.ts";

/**
 * The actions of a record, a line each, in the order in which they were asked for: `view add_item: allow by person, ok`
 * is who, what, the decision and by whom it was taken, and the outcome. An action that is not a tool call goes by its
 * method. What is not decided or not finished yet ends earlier.
 */
export function actionLines(entries: readonly AuditEntry[]): readonly string[] {
  const lines = new Map<string, string>();
  const add = (action: string, words: string): void => {
    const line = lines.get(action);
    if (line !== undefined) lines.set(action, line + words);
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case "action.requested":
        lines.set(entry.action, `${entry.actor} ${entry.tool ?? entry.method}:`);
        break;
      case "action.decided":
        add(entry.action, ` ${entry.verdict} by ${entry.by},`);
        break;
      case "action.finished":
        add(entry.action, ` ${entry.outcome}`);
        break;
      default:
    }
  }
  return [...lines.values()];
}
