import type { AuditEvent } from "@vitrine/bridge";
import type { DigestArguments } from "./record-secrets.ts";
import type { Redaction } from "./redaction.ts";

/** An event, with the names of those of its fields that only the page vouches for. */
export type RecordEvent = AuditEvent & { readonly claimed?: readonly string[] };

/**
 * Fields that the host made, or that are one of a few words: links between entries, which must stay what they are.
 * Everything else may hold what a server, a View or a person wrote.
 */
const OWN_FIELDS = new Set([
  "kind",
  "action",
  "actor",
  "method",
  "server",
  "identity",
  "view",
  "traceparent",
  "templateDigest",
  "approvedDigest",
  "resultDigest",
  "verdict",
  "by",
  "outcome",
  "durationMs",
  "claimed",
]);

/** The event as it is written: without secrets, and with the digest of the arguments that it had with them. */
export function entryFields(
  event: RecordEvent,
  { redact }: Redaction,
  digestArguments: DigestArguments,
): RecordEvent {
  const fields = Object.entries(event).map(([name, value]) => [
    name,
    OWN_FIELDS.has(name) ? value : redact(value),
  ]);
  if (event.kind === "action.requested" && event.arguments !== undefined) {
    fields.push(["argumentsDigest", digestArguments(event.arguments)]);
  }
  return Object.fromEntries(fields) as RecordEvent;
}
