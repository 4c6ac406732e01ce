import type { AuditEntry } from "../audit-entry.ts";

/** A tool call of a View, as the record has it. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments: unknown;
  /** `waiting` for an answer; `allowed`, which is when it goes to the server; `refused` by whom it may be. */
  readonly standing: "waiting" | "allowed" | "refused";
}

/** The tool calls that Views made, in order; the calls that they were opened for are the host's. */
export function toolCalls(entries: readonly AuditEntry[]): readonly ToolCall[] {
  const calls = new Map<string, ToolCall>();
  for (const entry of entries) {
    if (entry.kind === "action.requested" && entry.actor === "view" && entry.tool !== undefined) {
      calls.set(entry.action, { tool: entry.tool, arguments: entry.arguments ?? {}, standing: "waiting" });
    }
    const call = entry.kind === "action.decided" ? calls.get(entry.action) : undefined;
    if (entry.kind === "action.decided" && call !== undefined) {
      calls.set(entry.action, { ...call, standing: entry.verdict === "allow" ? "allowed" : "refused" });
    }
  }
  return [...calls.values()];
}
