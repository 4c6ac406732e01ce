import { expect, test } from "vitest";
import type { AuditEntry } from "@vitrine/bridge";
import { seenActions } from "./seen-actions.ts";

test("seenActions tells what a View asked for, how it was answered and how it ended", () => {
  const asked = { kind: "action.requested", actor: "view" };
  const entries = [
    { ...asked, action: "1", method: "tools/call", tool: "pay", arguments: { sum: 1 } },
    { kind: "action.requested", actor: "embedder", action: "2", method: "tools/call", tool: "show" },
    { kind: "action.decided", action: "1", verdict: "allow", by: "person" },
    { kind: "action.decided", action: "2", verdict: "allow", by: "policy" },
    { ...asked, action: "3", method: "ui/open-link", uri: "https://a.example/" },
    { kind: "action.finished", action: "1", outcome: "failed", reason: "The server is gone." },
    { kind: "action.decided", action: "3", verdict: "deny", by: "spec", reason: "No." },
    { kind: "action.finished", action: "3", outcome: "refused", reason: "No." },
    { ...asked, action: "4", method: "ui/message" },
  ] as unknown as readonly AuditEntry[];
  expect(seenActions(entries)).toEqual([
    {
      method: "tools/call",
      subject: "pay",
      arguments: { sum: 1 },
      answer: "allow",
      outcome: "failed",
      reason: "The server is gone.",
    },
    { method: "ui/open-link", subject: "https://a.example/", outcome: "refused", reason: "No." },
    { method: "ui/message" },
  ]);
});
