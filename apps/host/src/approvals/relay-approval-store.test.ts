import type { Approval } from "@vitrine/bridge";
import { expect, test } from "vitest";
import { createRelayApprovalStore } from "./relay-approval-store.ts";

const approval = (identity: string, uri: string): Approval => ({
  state: "approved",
  identity,
  uri,
  digest: `sha256:${"0".repeat(64)}`,
  facts: { htmlDigest: `sha256:${"1".repeat(64)}` },
  by: "person",
  at: "2026-11-20T10:00:00Z",
});

test("finds the approval of a server's template, never that of another server", async () => {
  const store = createRelayApprovalStore({
    approvals: async () => [
      approval("https://a.example/mcp", "ui://x"),
      approval("https://b.example/mcp", "ui://y"),
    ],
    approve: async () => {},
  });
  expect(await store.get("https://a.example/mcp", "ui://x")).toMatchObject({ uri: "ui://x" });
  expect(await store.get("https://a.example/mcp", "ui://y")).toBe(undefined);
});

test("asks once for what is asked at the same time, and again later", async () => {
  let requests = 0;
  const store = createRelayApprovalStore({
    approvals: async () => ((requests += 1), []),
    approve: async () => {},
  });
  await Promise.all([store.get("i", "ui://1"), store.get("i", "ui://2"), store.get("i", "ui://3")]);
  expect(requests).toBe(1);
  await store.get("i", "ui://1");
  expect(requests).toBe(2);
});
