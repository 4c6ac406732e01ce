import { describe, expect, test } from "vitest";
import { act, type Action, type Deed, type Gate } from "./action.ts";
import { createAuditLog, type AuditLog } from "./audit.ts";
import { createStandingConsents, type Consent } from "./consent.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { askFirst, type Policy } from "./policy.ts";
import { parseTool } from "./server-tool.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

let count = 0;

function call(overrides: Partial<Action> = {}): Action {
  const tool = parseTool({ name: "add_item", inputSchema: { type: "object" } });
  return {
    id: `action-${++count}`,
    actor: "view",
    server: { name: "shop", identity: "https://shop.example/mcp" },
    view: { id: "view-1", tool: "show_basket" },
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    method: "tools/call",
    name: "add_item",
    tool,
    arguments: { sku: "sencha" },
    ...overrides,
  } as Action;
}

interface Scene {
  readonly run: (deed?: Partial<Deed<unknown>>, action?: Action) => Promise<unknown>;
  readonly record: () => Promise<string[]>;
  readonly done: string[];
  readonly audit: AuditLog;
}

function scene(options: { policy?: Policy; consent?: Consent; audit?: AuditLog } = {}): Scene {
  const audit = options.audit ?? createAuditLog({ store: createMemoryAuditStore() });
  const done: string[] = [];
  const gate: Gate = {
    policy: options.policy ?? askFirst,
    consent: options.consent,
    standing: createStandingConsents(),
    audit,
  };
  return {
    audit,
    done,
    run: (deed = {}, action = call()) =>
      act(gate, action, {
        signal: new AbortController().signal,
        perform: () => {
          done.push(action.id);
          return Promise.resolve({ content: [] });
        },
        ...deed,
      }),
    async record() {
      const lines: string[] = [];
      for await (const entry of audit.read()) {
        const by = entry.kind === "action.decided" ? ` ${entry.verdict} by ${entry.by}` : "";
        lines.push(entry.kind + by + (entry.kind === "action.finished" ? ` ${entry.outcome}` : ""));
      }
      return lines;
    },
  };
}

const allow: Policy = () => ({ verdict: "allow" });

describe("The gate", () => {
  test("performs what policy allows, and records request, decision and outcome", async () => {
    const { run, record } = scene({ policy: allow });
    await expect(run()).resolves.toEqual({ content: [] });
    expect(await record()).toEqual([
      "action.requested",
      "action.decided allow by policy",
      "action.finished ok",
    ]);
  });

  test("denies by default: no consent handler means no", async () => {
    const { run, record, done } = scene();
    await expect(run()).rejects.toMatchObject({ code: "refused" });
    expect(done).toEqual([]);
    expect(await record()).toEqual([
      "action.requested",
      "action.decided deny by host",
      "action.finished refused",
    ]);
  });

  test("performs nothing when the person says no, and everything the same when the person says yes", async () => {
    const no = scene({ consent: () => Promise.resolve("deny") });
    await expect(no.run()).rejects.toMatchObject({ code: "refused" });
    expect(no.done).toEqual([]);
    expect(await no.record()).toContain("action.finished denied");

    const yes = scene({ consent: () => Promise.resolve("once") });
    await yes.run();
    expect(yes.done).toHaveLength(1);
    expect(await yes.record()).toContain("action.decided allow by person");
  });

  test("refuses what the spec forbids although policy and person allow it", async () => {
    const refusal = { code: "refused", reason: "It is not offered to Views." } as const;
    const { run, record, done } = scene({ policy: allow, consent: () => Promise.resolve("once") });
    await expect(run({ refusal })).rejects.toThrow(refusal.reason);
    expect(done).toEqual([]);
    expect(await record()).toEqual([
      "action.requested",
      "action.decided deny by spec",
      "action.finished refused",
    ]);
    await run({ refusal: undefined });
    expect(done).toHaveLength(1);
  });

  test("asks once for a session, and again for another tool, another View and after forgetting", async () => {
    const asked: string[] = [];
    const { run } = scene({
      consent: ({ action }) => {
        asked.push(action.id);
        return Promise.resolve("session");
      },
    });
    await run({}, call());
    await run({}, call({ arguments: { sku: "other" } }));
    expect(asked).toHaveLength(1);
    await run({}, call({ name: "remove_item" }));
    await run({}, call({ view: { id: "view-2", tool: "show_basket" } }));
    expect(asked).toHaveLength(3);
  });

  test("offers no session for a tool that claims to destroy, and takes no such answer", async () => {
    const tool = parseTool({
      name: "wipe",
      inputSchema: { type: "object" },
      annotations: { destructiveHint: true },
    });
    const offered: string[][] = [];
    const { run, done } = scene({
      consent: ({ answers }) => {
        offered.push([...answers]);
        return Promise.resolve("session");
      },
    });
    await expect(run({}, call({ name: "wipe", tool }))).rejects.toMatchObject({
      code: "refused",
    });
    expect(offered).toEqual([["once", "deny"]]);
    expect(done).toEqual([]);
  });

  test.each([
    [
      "a policy that throws",
      {
        policy: () => {
          throw new Error("broken");
        },
      },
    ],
    ["a consent handler that throws", { consent: () => Promise.reject(new Error("broken")) }],
  ])("denies with %s", async (_name, options: { policy?: Policy; consent?: Consent }) => {
    const { run, done } = scene(options);
    await expect(run()).rejects.toMatchObject({ code: "refused" });
    expect(done).toEqual([]);
  });

  test("ends a question when it is aborted, as cancelled", async () => {
    const controller = new AbortController();
    const { run, record, done } = scene({
      consent: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });
    await expect(run({ signal: controller.signal })).rejects.toMatchObject({ code: "cancelled" });
    expect(done).toEqual([]);
    expect(await record()).toEqual([
      "action.requested",
      "action.decided deny by host",
      "action.finished cancelled",
    ]);
  });

  test("records a deed that is aborted as cancelled, one that throws as failed, a tool's own failure as such", async () => {
    const controller = new AbortController();
    const { run, record } = scene({ policy: allow });
    const interrupted = run({
      signal: controller.signal,
      perform: () => {
        controller.abort();
        return Promise.reject(new Error("aborted"));
      },
    });
    await expect(interrupted).rejects.toMatchObject({ code: "cancelled" });
    await expect(run({ perform: () => Promise.reject(new Error("server gone")) })).rejects.toThrow(
      "server gone",
    );
    await run({ isToolError: () => true });
    const outcomes = (await record()).filter((line) => line.startsWith("action.finished"));
    expect(outcomes).toEqual([
      "action.finished cancelled",
      "action.finished failed",
      "action.finished tool-error",
    ]);
  });

  test("does nothing that could not be recorded", async () => {
    const store = createMemoryAuditStore();
    const broken = { ...store, append: () => Promise.reject(new Error("disk full")) };
    const { run, done } = scene({ policy: allow, audit: createAuditLog({ store: broken }) });
    await expect(run()).rejects.toMatchObject({ code: "audit-unavailable" });
    expect(done).toEqual([]);
  });

  test("returns what was done although its outcome could not be recorded", async () => {
    const store = createMemoryAuditStore();
    let writes = 0;
    const filling: typeof store = {
      ...store,
      append: (batch) => (writes++ === 0 ? store.append(batch) : Promise.reject(new Error("disk full"))),
    };
    const { run, done } = scene({ policy: allow, audit: createAuditLog({ store: filling }) });
    await expect(run()).resolves.toBeDefined();
    expect(done).toHaveLength(1);
    expect(writes).toBe(2);
  });

  test("records before it performs", async () => {
    const { run, record } = scene({ policy: allow });
    let atDeed: string[] = [];
    await run({
      perform: async () => {
        atDeed = await record();
      },
    });
    expect(atDeed).toEqual(["action.requested", "action.decided allow by policy"]);
  });

  test("leaves a log that verifies, whatever happens to many actions at once", async () => {
    const { run, audit } = scene({
      consent: ({ action }) => Promise.resolve(action.id.endsWith("3") ? "deny" : "once"),
    });
    const perform = (): Promise<never> => Promise.reject(new Error("no"));
    await Promise.allSettled(Array.from({ length: 60 }, (_, i) => run(i % 5 === 0 ? { perform } : {})));
    const verdict = await verifyAuditLog(await audit.export());
    expect(verdict).toMatchObject({ ok: true, entries: 180 });
  });
});
