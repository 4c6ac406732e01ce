import type { AuditEvent } from "@vitrine/bridge";
import { z } from "zod";
import type { RecordEvent } from "./record-entry.ts";

const actionId = z.string().regex(/^[\w-]{8,64}$/, "must be 8 to 64 letters, digits, - or _");
const text = z.string();

/** What the relay acts on must be as it says; the rest of an event is only written down. */
const requested = z.looseObject({
  kind: z.literal("action.requested"),
  action: actionId,
  actor: z.enum(["person", "model", "view", "embedder", "link"]),
  method: text,
  server: text,
  identity: text,
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, "must be a W3C traceparent"),
  tool: text.optional(),
  uri: text.optional(),
});
const decided = z.looseObject({
  kind: z.literal("action.decided"),
  action: actionId,
  verdict: z.enum(["allow", "deny"]),
});
const finished = z.looseObject({
  kind: z.literal("action.finished"),
  action: actionId,
  outcome: z.enum(["ok", "tool-error", "failed", "refused", "denied", "cancelled", "interrupted"]),
});
const other = z.looseObject({
  // Checkpoints are not a page's to write, and what is about an action is above.
  kind: z
    .string()
    .regex(/^(?!action\.)[a-z]{1,32}\.[a-z-]{1,32}$/, "is no kind of event that a page may post"),
  action: z.never("belongs to events of actions").optional(),
});

/** The most events of one call. */
const MAX_EVENTS = 1000;

/** The body of `POST /api/audit`. */
export const postedEventsSchema: z.ZodType<{ readonly events: readonly AuditEvent[] }> = z.strictObject({
  events: z
    .array(z.union([requested, decided, finished, other]))
    .max(MAX_EVENTS, `must be at most ${MAX_EVENTS}`),
}) as never;

/** What the relay makes of an event itself. */
const OF_THE_FRAME = new Set(["kind", "action"]);
/** What the relay compares with the request before it forwards it. */
const COMPARED = new Set(["method", "tool", "uri", "arguments", "traceparent"]);
const FORWARDED = new Set(["tools/call", "resources/read"]);

/**
 * The event with the names of those of its fields that the relay has from the page alone.
 *
 * @param isServer Whether a server of this name and identity is connected here.
 */
export function claimed(
  event: AuditEvent,
  isServer: (name: string, identity: string) => boolean,
): RecordEvent {
  const { claimed: _, ...fields } = event as Readonly<Record<string, unknown>> & RecordEvent;
  const known = new Set(OF_THE_FRAME);
  if ("server" in event && "identity" in event && isServer(event.server, event.identity)) {
    known.add("server").add("identity");
  }
  if (event.kind === "action.requested" && FORWARDED.has(event.method)) {
    for (const name of COMPARED) known.add(name);
  }
  const names = Object.keys(fields)
    .filter((name) => !known.has(name))
    .toSorted();
  return names.length === 0 ? fields : { ...fields, claimed: names };
}
