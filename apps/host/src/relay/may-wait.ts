import type { AuditEvent } from "@vitrine/bridge";

/**
 * Whether events may be recorded later than they happen: only where none of them lets anything happen, and the request
 * that each belongs to is recorded or comes along, refused.
 *
 * @param isOpen Whether an action was requested on the record, and is not finished.
 */
export function mayWait(events: readonly AuditEvent[], isOpen: (action: string) => boolean): boolean {
  const refused = new Set(
    events.flatMap((event) =>
      event.kind === "action.decided" && event.verdict === "deny" ? event.action : [],
    ),
  );
  const requested = new Set(
    events.flatMap((event) => (event.kind === "action.requested" ? event.action : [])),
  );
  const isKnown = (action: string): boolean => isOpen(action) || requested.has(action);
  return events.every((event) => {
    switch (event.kind) {
      case "action.requested":
        return refused.has(event.action);
      case "action.decided":
        return event.verdict === "deny" && isKnown(event.action);
      case "action.finished":
        return isKnown(event.action);
      case "view.opened":
      case "template.approved":
      case "checkpoint":
        return false;
      case "view.closed":
      case "view.failed":
      case "view.limited":
      case "view.hung":
      case "view.recovered":
      case "sandbox.probed":
      case "server.connected":
      case "server.closed":
      case "template.reviewed":
      case "template.blocked":
      case "template.changed":
        return true;
    }
  });
}
