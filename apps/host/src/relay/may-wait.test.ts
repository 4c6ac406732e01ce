import type { AuditEvent } from "@vitrine/bridge";
import { expect, test } from "vitest";
import { allowed, denied, finished, requested, viewClosed, viewOpened } from "./audit-events.test.fixture.ts";
import { mayWait } from "./may-wait.ts";

const isOpen = (action: string): boolean => action === "open";

test.each<[string, readonly AuditEvent[]]>([
  ["a View's end", [viewClosed("v")]],
  ["a refusal of an action that was recorded", [denied("open")]],
  ["the outcome of an action that was recorded", [finished("open")]],
  ["a request together with its refusal", [requested("a"), denied("a")]],
  ["a whole refused action", [requested("a"), denied("a"), finished("a")]],
])("%s may be recorded later", (_, events) => {
  expect(mayWait(events, isOpen)).toBe(true);
});

test.each<[string, readonly AuditEvent[]]>([
  ["a request that may still be allowed", [requested("a")]],
  ["an allowed request", [requested("a"), allowed("a")]],
  ["a permission for an action that was recorded", [allowed("open")]],
  ["a View's beginning", [viewOpened("v")]],
  ["a permission among refusals", [requested("a"), denied("a"), allowed("open")]],
  ["a refusal of an action that nobody recorded", [denied("a")]],
  ["an outcome of an action that nobody recorded", [finished("a")]],
])("%s may not", (_, events) => {
  expect(mayWait(events, isOpen)).toBe(false);
});
