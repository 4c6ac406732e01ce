import type { AuditEntry } from "@vitrine/bridge";

/** One entry in one line, for a person: when, which, and what happened. */
export function entryWords(entry: AuditEntry): string {
  return [entry.at, String(entry.seq).padStart(6), entry.kind.padEnd(18), factsOf(entry)]
    .join("  ")
    .trimEnd();
}

function factsOf(entry: AuditEntry): string {
  switch (entry.kind) {
    case "action.requested": {
      const { actor, method, tool, uri, server } = entry;
      const subject = [method, tool ?? uri].filter((word) => word !== undefined).join(" ");
      const input = entry.arguments === undefined ? "" : `  ${JSON.stringify(entry.arguments)}`;
      return `${actor}: ${subject} on ${server}${input}  ${entry.action}`;
    }
    case "action.decided":
      return `${entry.verdict} by ${entry.by}${because(entry)}  ${entry.action}`;
    case "action.finished":
      return `${entry.outcome}${because(entry)}  ${entry.action}`;
    case "view.opened":
      return `${entry.tool} of ${entry.server} at ${entry.origin}  ${entry.view}`;
    case "view.closed":
    case "view.failed":
    case "view.limited":
    case "view.hung":
    case "view.recovered":
      return `on ${entry.server}${because(entry)}  ${entry.view}`;
    case "server.connected":
      return `${entry.server} (${entry.protocolVersion})`;
    case "server.closed":
      return `${entry.server}${because(entry)}`;
    case "template.reviewed":
    case "template.approved":
    case "template.blocked":
    case "template.changed":
      return `${entry.uri} of ${entry.server}  ${entry.templateDigest}`;
    case "checkpoint":
      return entry.reason;
    case "sandbox.probed":
      return `enforced ${entry.enforced.length}, not enforced ${entry.notEnforced.length}`;
    default:
      return "";
  }
}

function because(entry: { readonly reason?: string; readonly rule?: string }): string {
  const why = entry.reason ?? entry.rule;
  return why === undefined ? "" : `: ${why}`;
}
