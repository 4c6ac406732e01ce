import type { AuditEntry } from "./audit-entry.ts";
import type { AuditEvent } from "./audit-event.ts";

type EventOf<Kind extends AuditEvent["kind"]> = Extract<AuditEvent, { readonly kind: Kind }>;

export function requested(action: string): EventOf<"action.requested"> {
  return {
    kind: "action.requested",
    action,
    actor: "view",
    method: "tools/call",
    server: "shop",
    identity: "https://shop.example/mcp",
    tool: "add_item",
    arguments: { tea: "oolong" },
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
}

export function allowed(action: string): EventOf<"action.decided"> {
  return { kind: "action.decided", action, verdict: "allow", by: "policy" };
}

export function finished(action: string): EventOf<"action.finished"> {
  return { kind: "action.finished", action, outcome: "ok" };
}

export function viewClosed(view: string): AuditEvent {
  return {
    kind: "view.closed",
    view,
    server: "shop",
    identity: "https://shop.example/mcp",
    reason: "the person closed it",
  };
}

/** Each entry in a few words: `a action.decided allow`. */
export async function summaryOf(entries: AsyncIterable<AuditEntry>): Promise<readonly string[]> {
  return (await collect(entries)).map((entry) => {
    const { action, kind, verdict, outcome } = entry as AuditEntry & Partial<Record<string, string>>;
    return [action, kind, verdict, outcome].filter(Boolean).join(" ");
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
