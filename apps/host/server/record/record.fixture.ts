import { randomUUID } from "node:crypto";
import type { AuditEvent } from "@vitrine/bridge";
import { onTestFinished } from "vitest";
import { temporaryDirectory, type TestPage } from "../running-host.fixture.ts";
import { openHostRecord, type HostRecord, type HostRecordOptions } from "./record.ts";
import { defaultRecordSettings } from "./record-settings.ts";

type Requested = Extract<AuditEvent, { kind: "action.requested" }>;

/** A record in a directory of its own; closed after the test. */
export async function openTestRecord(
  options: Partial<HostRecordOptions> = {},
): Promise<{ record: HostRecord; data: string; errors: Error[] }> {
  const data = options.data ?? temporaryDirectory();
  const errors: Error[] = [];
  const record = await openHostRecord({
    data,
    settings: defaultRecordSettings,
    onError: (error) => errors.push(error),
    ...options,
  });
  onTestFinished(() => record.close());
  return { record, data, errors };
}

export function requested(more: Partial<Requested> = {}): Requested {
  return {
    kind: "action.requested",
    action: randomUUID(),
    actor: "view",
    method: "tools/call",
    server: "upstream",
    identity: "https://upstream.example/mcp",
    tool: "add_item",
    arguments: { tea: "oolong" },
    traceparent: `00-${randomUUID().replaceAll("-", "")}-b7ad6b7169203331-01`,
    ...more,
  };
}

export function allowed(action: string): AuditEvent {
  return { kind: "action.decided", action, verdict: "allow", by: "policy" };
}

export function finished(action: string): AuditEvent {
  return { kind: "action.finished", action, outcome: "ok" };
}

/** A whole action. */
export function actionEvents(more: Partial<Requested> = {}): readonly AuditEvent[] {
  const first = requested(more);
  return [first, allowed(first.action), finished(first.action)];
}

export async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

/** The entries of an export, without its last checkpoint. */
export async function entriesOf(record: HostRecord): Promise<readonly Record<string, unknown>[]> {
  const lines = (await textOf(record.export({}))).trimEnd().split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Posts events as a page does. */
export function post(page: TestPage, ...events: readonly AuditEvent[]): Promise<Response> {
  return page.fetch("/api/audit", { method: "POST", body: JSON.stringify({ events }) });
}
