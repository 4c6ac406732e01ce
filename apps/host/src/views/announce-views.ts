import type { AuditEvent } from "@vitrine/bridge";

/** Says in the console of each View that was opened what it may do, as it is applied. */
export function announceViews(events: readonly AuditEvent[]): void {
  for (const event of events) {
    if (event.kind !== "view.opened") continue;
    const { view, server, tool, origin, csp, permissions } = event;
    // oxlint-disable-next-line no-console -- Whoever debugs a View looks here first.
    console.info(
      `View ${view} of ${server} (${tool}) at ${origin}: Content-Security-Policy "${csp}", Permissions-Policy "${permissions}".`,
    );
  }
}
