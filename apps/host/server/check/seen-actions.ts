import type { AuditEntry } from "@vitrine/bridge";
import type { SeenAction } from "./observation.ts";

/** What a View asked for, as the record tells it. */
export function seenActions(entries: readonly AuditEntry[]): readonly SeenAction[] {
  const actions = new Map<string, SeenAction>();
  for (const entry of entries) {
    switch (entry.kind) {
      case "action.requested": {
        if (entry.actor !== "view") break;
        const subject = entry.tool ?? entry.uri;
        actions.set(entry.action, {
          method: entry.method,
          ...(subject !== undefined && { subject }),
          ...(entry.arguments !== undefined && { arguments: entry.arguments }),
        });
        break;
      }
      case "action.decided": {
        const action = actions.get(entry.action);
        if (action === undefined || entry.by !== "person") break;
        actions.set(entry.action, { ...action, answer: entry.verdict });
        break;
      }
      case "action.finished": {
        const action = actions.get(entry.action);
        if (action === undefined) break;
        const { outcome, reason } = entry;
        actions.set(entry.action, { ...action, outcome, ...(reason !== undefined && { reason }) });
        break;
      }
      default:
    }
  }
  return [...actions.values()];
}
