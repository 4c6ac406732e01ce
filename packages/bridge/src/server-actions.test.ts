import { expect, test } from "vitest";
import { createAuditLog } from "./audit.ts";
import { createStandingConsents } from "./consent.ts";
import type { McpConnection } from "./mcp-connection.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { createSource } from "./observable.ts";
import { createServerActions } from "./server-actions.ts";
import type { View } from "./view.ts";

test("a read that a View wants goes out under the traceparent that it is recorded with", async () => {
  const sent: unknown[] = [];
  const connection: Partial<McpConnection> = {
    readResource(uri, options) {
      sent.push({ uri, traceparent: options?.traceparent });
      return Promise.resolve({ contents: [] });
    },
  };
  const audit = createAuditLog({ store: createMemoryAuditStore() });
  const actions = createServerActions({
    server: { name: "shop", identity: "https://shop.example/mcp" },
    gate: {
      policy: () => ({ verdict: "allow" }),
      consent: undefined,
      standing: createStandingConsents(),
      audit,
    },
    connection: connection as McpConnection,
    tools: createSource([]),
    checkArguments: () => ({ ok: true }),
    effects: { openLink() {}, download() {}, onMessage: undefined, onModelContext: undefined },
  });
  const view = { id: "view-1", tool: { name: "show" } } as View;

  await actions.perform(
    view,
    { method: "resources/read", uri: "shop://teas" },
    { signal: new AbortController().signal, onProgress() {} },
  );

  const recorded: unknown[] = [];
  for await (const entry of audit.read()) {
    if (entry.kind === "action.requested") recorded.push({ uri: entry.uri, traceparent: entry.traceparent });
  }
  expect(recorded).toEqual([{ uri: "shop://teas", traceparent: expect.stringMatching(/^00-/) as string }]);
  expect(sent).toEqual(recorded);
});
