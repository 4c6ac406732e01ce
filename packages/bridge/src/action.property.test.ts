import * as fc from "fast-check";
import { expect, test } from "vitest";
import { act, type Action, type Gate } from "./action.ts";
import { createAuditLog, type AuditLog } from "./audit.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditStore } from "./audit-store.ts";
import { createStandingConsents, type Answer, type StandingConsents } from "./consent.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import type { Verdict } from "./policy.ts";
import { parseTool } from "./server-tool.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

const VIEWS = ["view-1", "view-2"] as const;
const TOOLS = ["read", "write"] as const;
type ViewId = (typeof VIEWS)[number];

type Step =
  | {
      readonly kind: "act";
      readonly view: ViewId;
      readonly tool: (typeof TOOLS)[number];
      readonly destructive: boolean;
      readonly verdict: Verdict | "throws";
      readonly answer: Answer | "silence" | "throws";
      readonly deed: "ok" | "tool-error" | "throws" | "hangs";
    }
  | { readonly kind: "close"; readonly view: ViewId }
  | { readonly kind: "disk"; readonly full: boolean }
  | { readonly kind: "wait"; readonly writes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("act"),
      view: fc.constantFrom(...VIEWS),
      tool: fc.constantFrom(...TOOLS),
      destructive: fc.boolean(),
      verdict: fc.constantFrom("allow", "ask", "ask", "ask", "deny", "throws"),
      answer: fc.constantFrom("once", "session", "session", "deny", "silence", "throws"),
      deed: fc.constantFrom("ok", "tool-error", "throws", "hangs"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close"), view: fc.constantFrom(...VIEWS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("disk"), full: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("wait"), writes: fc.integer({ min: 0, max: 4 }) }) },
);

/** Takes one guard away, for the proof that its property would notice. */
interface Mutation {
  readonly audit?: (audit: AuditLog) => AuditLog;
  /** What the next page finds. */
  readonly store?: (store: AuditStore) => AuditStore;
  readonly standing?: (standing: StandingConsents) => StandingConsents;
  readonly signal?: () => AbortSignal;
}

interface Outcome {
  readonly entries: readonly AuditEntry[];
  readonly verifies: boolean;
  /** Deeds that began although no *decided: allow* of theirs was on disk. */
  readonly unrecorded: readonly string[];
  /** Deeds that began after their View was closed. */
  readonly late: readonly string[];
  /** Actions that were still under way after everything was closed. */
  readonly hanging: number;
  /** Allowed by a standing consent that the person never gave for this View and tool, or not any more. */
  readonly widened: readonly string[];
}

/** Lets all others have their turn. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const NOTHING = { kind: "server.closed", server: "shop", identity: "i", reason: "to wait for" } as const;

async function play(steps: readonly Step[], mutation: Mutation = {}): Promise<Outcome> {
  const memory = createMemoryAuditStore();
  const durable = new Set<string>();
  let full = false;
  const store: typeof memory = {
    ...memory,
    async append(batch) {
      if (full) throw new Error("disk full");
      await memory.append(batch);
      for (const { line } of batch.lines) {
        const entry = JSON.parse(line) as AuditEntry;
        if (entry.kind === "action.decided" && entry.verdict === "allow") durable.add(entry.action);
      }
    },
    close: () => {},
  };
  const log = createAuditLog({ store });
  const audit = mutation.audit?.(log) ?? log;
  const standing = createStandingConsents();
  const lives = new Map<ViewId, AbortController>(VIEWS.map((view) => [view, new AbortController()]));
  const granted = new Set<string>();
  const unrecorded: string[] = [];
  const late: string[] = [];
  const widened: string[] = [];
  const running = new Set<string>();

  const start = (wanted: Extract<Step, { kind: "act" }>, id: string): void => {
    const { view, tool, destructive, verdict, answer, deed } = wanted;
    const life = lives.get(view)!;
    const annotations = { destructiveHint: destructive };
    const action: Action = {
      id,
      actor: "view",
      server: { name: "shop", identity: "https://shop.example/mcp" },
      view: { id: view, tool: "show" },
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      method: "tools/call",
      name: tool,
      tool: parseTool({ name: tool, inputSchema: { type: "object" }, annotations }),
      arguments: {},
    };
    let asked = false;
    const gate: Gate = {
      audit,
      standing: mutation.standing?.(standing) ?? standing,
      policy() {
        if (verdict === "throws") throw new Error("broken policy");
        return { verdict };
      },
      consent(question) {
        asked = true;
        if (answer === "throws") return Promise.reject(new Error("broken dialog"));
        if (answer === "silence") return new Promise(() => {});
        if (answer === "session" && question.answers.includes("session")) granted.add(`${view} ${tool}`);
        return Promise.resolve(answer);
      },
    };
    running.add(id);
    act(gate, action, {
      signal: mutation.signal?.() ?? life.signal,
      isToolError: () => deed === "tool-error",
      perform(signal) {
        if (!durable.has(id)) unrecorded.push(id);
        if (life.signal.aborted) late.push(id);
        // By a standing consent: policy asked, and the person was not.
        if (verdict === "ask" && !asked && (destructive || !granted.has(`${view} ${tool}`))) widened.push(id);
        if (deed === "throws") return Promise.reject(new Error("server gone"));
        if (deed !== "hangs") return Promise.resolve({ content: [] });
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")));
        });
      },
    })
      .catch(() => {})
      .finally(() => running.delete(id));
  };
  const close = (view: ViewId): void => {
    lives.get(view)?.abort();
    standing.forget(view);
    for (const tool of TOOLS) granted.delete(`${view} ${tool}`);
  };

  /** Waits until what was appended before is written, so often; none at all is one turn. */
  const writes = async (count: number): Promise<void> => {
    for (let write = 0; write < count; write += 1) await log.append(NOTHING).catch(() => {});
    await turn();
  };

  for (const [index, next] of steps.entries()) {
    if (next.kind === "act") start(next, `action-${index}`);
    else if (next.kind === "close") close(next.view);
    else if (next.kind === "disk") full = next.full;
    else await writes(next.writes);
  }
  VIEWS.forEach(close);
  for (let round = 0; round < 40 && running.size > 0; round += 1) await writes(1);
  const hanging = running.size;

  // The page ends, and the next one finds the disk as this one left it.
  full = false;
  await log.close();
  const after = createAuditLog({ store: mutation.store?.(store) ?? store });
  await after.append(NOTHING);
  const entries: AuditEntry[] = [];
  for await (const entry of after.read()) entries.push(entry);
  const { ok: verifies } = await verifyAuditLog(await after.export());
  return { entries, verifies, unrecorded, late, hanging, widened };
}

/** Requested actions without exactly one *decided* and one *finished*, after them. */
function incomplete(entries: readonly AuditEntry[]): readonly string[] {
  const stages = new Map<string, string[]>();
  for (const entry of entries) {
    if ("action" in entry) stages.set(entry.action, [...(stages.get(entry.action) ?? []), entry.kind]);
  }
  const whole = "action.requested action.decided action.finished";
  return [...stages].filter(([, kinds]) => kinds.join(" ") !== whole).map(([action]) => action);
}

type Property = readonly [string, (outcome: Outcome) => boolean, Mutation];

/** Nobody ends what the page before left open. */
const unrecovered = (store: AuditStore): AuditStore => ({ ...store, openActions: () => Promise.resolve([]) });
const hasty = (audit: AuditLog): AuditLog => ({
  ...audit,
  append(...events) {
    audit.append(...events).catch(() => {});
    return Promise.resolve();
  },
});
/** One consent for everything. */
const generous = (standing: StandingConsents): StandingConsents => {
  const covers = (action: Action, id: ViewId, name: string): boolean =>
    action.method === "tools/call" &&
    standing.has({ ...action, name, tool: undefined, view: { id, tool: "show" } });
  return {
    ...standing,
    has: (action) => VIEWS.some((view) => TOOLS.some((tool) => covers(action, view, tool))),
  };
};

const properties: readonly Property[] = [
  [
    "each requested action has exactly one decision and one end, also after a full disk and a reload",
    ({ entries, verifies }) => verifies && incomplete(entries).length === 0,
    { store: unrecovered },
  ],
  [
    "nothing is done before its decision to allow it is on disk",
    ({ unrecorded }) => unrecorded.length === 0,
    { audit: hasty },
  ],
  [
    "closing a View ends what it asked for, and nothing of it begins afterwards",
    ({ late, hanging }) => late.length === 0 && hanging === 0,
    { signal: () => new AbortController().signal },
  ],
  [
    "a standing consent covers the View and tool that it was given for, and nothing that destroys",
    ({ widened }) => widened.length === 0,
    { standing: generous },
  ],
];

const steps = fc.array(step, { minLength: 1, maxLength: 24, size: "max" });

test.each(properties)(
  "For any actions, answers, closings and failures of the disk: %s",
  async (_what, holds) => {
    await fc.assert(
      fc.asyncProperty(steps, async (some) => holds(await play(some))),
      { numRuns: 60 },
    );
  },
  60_000,
);

// A property that cannot fail proves nothing: without the guard, a counterexample is found.
test.each(properties)(
  "Without its guard it is not so that %s",
  async (_what, holds, mutation) => {
    const found = await fc.check(
      fc.asyncProperty(steps, async (some) => holds(await play(some, mutation))),
      { numRuns: 300, endOnFailure: true, seed: 1 },
    );
    expect(found.failed).toBe(true);
  },
  60_000,
);
