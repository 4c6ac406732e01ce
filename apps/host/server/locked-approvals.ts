import type { Approval } from "@vitrine/bridge";
import type { ServerEntry } from "./server-entry.ts";
import type { LockedTemplate } from "./template-lock.ts";

/**
 * What a lock file approves on this machine. It names servers as the config file does; an entry for one that is not in
 * there, or is disabled, approves nothing. Servers that were added in a page are never meant, whatever their name.
 */
export function lockedApprovals(
  lock: readonly LockedTemplate[],
  servers: readonly ServerEntry[],
  now: Date,
): readonly Approval[] {
  const at = now.toISOString();
  return lock.flatMap(({ server: name, ...locked }) => {
    const server = servers.find((entry) => entry.name === name && entry.source === "config");
    return server ? [{ ...locked, identity: server.identity, state: "approved", by: "lock", at }] : [];
  });
}
