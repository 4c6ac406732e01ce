import type { AuditEntry } from "../../audit-entry.ts";
import { canonicalJson } from "../../audit-payload.ts";
import type { View } from "../../view.ts";
import type { ToolArguments } from "../vitrine.ts";

/** A View as far as the record can be sorted by it. */
export interface RecordedView {
  readonly view: View;
  readonly arguments: ToolArguments;
  /** Whether the host made the call that the View was opened for. */
  readonly calls: boolean;
}

/**
 * The entries about one View. A call that a View is opened for is made by the host and names no View: it is found by
 * its tool and arguments, of equal ones the first for the View that was opened first.
 */
export function viewEntries(
  entries: readonly AuditEntry[],
  views: readonly RecordedView[],
  id: string,
): readonly AuditEntry[] {
  const openings = new Map<string, string>();
  for (const { view, arguments: args, calls } of views) {
    const opening = calls
      ? entries.find(
          (entry) =>
            entry.kind === "action.requested" &&
            entry.actor === "embedder" &&
            entry.tool === view.tool.name &&
            !openings.has(entry.action) &&
            canonicalJson(entry.arguments ?? {}) === canonicalJson(args),
        )
      : undefined;
    if (opening?.kind === "action.requested") openings.set(opening.action, view.id);
  }
  const actions = new Set<string>();
  return entries.filter((entry) => {
    if (entry.kind === "action.requested") {
      if (entry.view !== id && openings.get(entry.action) !== id) return false;
      actions.add(entry.action);
      return true;
    }
    if ("action" in entry) return actions.has(entry.action);
    return "view" in entry && entry.view === id;
  });
}
