import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAuditLog } from "./audit.ts";
import type { AuditEvent } from "./audit-event.ts";
import type { AuditStore } from "./audit-store.ts";
import { allowed, collect, finished, requested, viewClosed } from "./audit.test.fixtures.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

describe("an audit log", () => {
  test("records events in order, chained from 0, at the clock's time", async () => {
    const log = createAuditLog({
      store: createMemoryAuditStore(),
      now: () => new Date("2026-01-26T12:00:00Z"),
    });
    await log.append(requested("a"), allowed("a"));
    await log.append(finished("a"));

    const entries = await collect(log.read());

    expect(entries.map(({ seq, kind }) => [seq, kind])).toEqual([
      [0, "action.requested"],
      [1, "action.decided"],
      [2, "action.finished"],
    ]);
    expect(entries.map(({ prev }) => prev)).toEqual([null, entries[0]?.digest, entries[1]?.digest]);
    expect(entries[0]).toMatchObject({ v: 1, at: "2026-01-26T12:00:00.000Z", arguments: { tea: "oolong" } });
  });

  test("resolves an append only when its write is durable", async () => {
    const { store, release } = heldStore();
    const log = createAuditLog({ store });
    let durable = false;
    const appended = log.append(requested("a")).then(() => (durable = true));

    const held = await release.asked;
    expect(durable).toBe(false);
    held();
    await appended;

    expect((await store.read()).length).toBe(1);
  });

  test("writes calls of one turn, and calls made during a write, together", async () => {
    const batches: number[] = [];
    const store = recordingStore(batches);
    const log = createAuditLog({ store });
    const first = [1, 2, 3].map((n) => log.append(viewClosed(`v${n}`)));
    const later = first.map((call) => call.then(() => log.append(viewClosed("late"))));
    await Promise.all([...first, ...later]);

    expect(batches).toEqual([3, 3]);
  });

  test("appends nothing without events", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    await log.append();

    expect(await collect(log.read())).toEqual([]);
  });

  test("keeps writing when a payload cannot be represented", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    const cycle: unknown[] = [];
    cycle.push(cycle);
    await log.append({ ...requested("a"), arguments: cycle }, { ...requested("b"), arguments: "\udfff" });

    expect(await verifyAuditLog(await log.export())).toMatchObject({ ok: true, entries: 2 });
  });

  test("refuses events that are not their action's next step, alone", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    const results = await Promise.allSettled([
      log.append(requested("a")),
      log.append(finished("a")),
      log.append(requested("b"), allowed("b"), allowed("b")),
      log.append(allowed("a"), finished("a")),
      log.append(finished("a")),
      log.append(allowed("c")),
    ]);

    expect(results.map((result) => (result.status === "rejected" ? result.reason.code : "written"))).toEqual([
      "written",
      "invalid-argument",
      "invalid-argument",
      "written",
      "invalid-argument",
      "invalid-argument",
    ]);
    expect(await verifyAuditLog(await log.export())).toMatchObject({
      ok: true,
      entries: 3,
      chains: [{ open: [] }],
    });
  });

  test("reads more entries than fit in one batch", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    await Promise.all(Array.from({ length: 600 }, (_, n) => log.append(viewClosed(`v${n}`))));

    const entries = await collect(log.read());

    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, n) => n));
  });

  test("exports one line an entry, ended by a line feed", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    await log.append(viewClosed("v1"), viewClosed("v2"));

    const exported = await log.export();

    expect(exported.type).toBe("application/x-ndjson");
    expect(await exported.text()).toMatch(/^(\{"at":[^\n]+\}\n){2}$/);
  });

  test("tells subscribers what became durable, batch by batch, until they leave", async () => {
    const log = createAuditLog({ store: createMemoryAuditStore() });
    const told: string[][] = [];
    const stop = log.subscribe((entries) => told.push(entries.map(({ kind }) => kind)));
    await log.append(requested("a"), allowed("a"));
    await log.append(finished("a"));
    stop();
    await log.append(viewClosed("v1"));

    expect(told).toEqual([["action.requested", "action.decided"], ["action.finished"]]);
  });

  test("writes what was appended before it closes, and nothing after", async () => {
    const store = createMemoryAuditStore();
    const log = createAuditLog({ store });
    const appended = log.append(viewClosed("v1"));
    await Promise.all([log.close(), log.close()]);
    await appended;

    await expect(log.append(viewClosed("v2"))).rejects.toMatchObject({ code: "closed" });
    expect((await store.read()).length).toBe(1);
  });

  test("fails the append of a clock that gives no date, and goes on", async () => {
    let time = Number.NaN;
    const log = createAuditLog({ store: createMemoryAuditStore(), now: () => new Date(time) });

    await expect(log.append(viewClosed("v1"))).rejects.toMatchObject({ code: "audit-unavailable" });
    time = 0;
    await log.append(viewClosed("v2"));

    expect(await verifyAuditLog(await log.export())).toMatchObject({ ok: true, entries: 1 });
  });

  test("verifies after any interleaving of appends of several actions", async () => {
    await fc.assert(
      fc.asyncProperty(interleavings(), async (steps) => {
        const log = createAuditLog({ store: createMemoryAuditStore() });
        await Promise.all(steps.map(({ events }) => log.append(...events)));
        await log.close();

        expect(await verifyAuditLog(await log.export())).toMatchObject({
          ok: true,
          entries: steps.flatMap(({ events }) => events).length,
          chains: [{ open: [] }],
        });
      }),
    );
  });
});

interface Step {
  readonly events: readonly AuditEvent[];
}

/** The steps of several actions, each in order, cut into calls and mixed at will, among events of no action. */
function interleavings(): fc.Arbitrary<readonly Step[]> {
  const cuts = fc.constantFrom([3], [1, 2], [2, 1], [1, 1, 1]);
  return fc.array(cuts, { minLength: 1, maxLength: 8 }).chain((actions) => {
    const turns = actions.flatMap((sizes, n) => sizes.map(() => n));
    return fc.shuffledSubarray(turns, { minLength: turns.length }).map((order) => {
      const rest = actions.map((sizes, n) => {
        const events = [requested(`a${n}`), allowed(`a${n}`), finished(`a${n}`)];
        return sizes.map((size) => events.splice(0, size));
      });
      return order.flatMap((n) => [{ events: rest[n]?.shift() ?? [] }, { events: [viewClosed(`v${n}`)] }]);
    });
  });
}

/** Stores each batch after it told its size. */
function recordingStore(batches: number[]): AuditStore {
  const store = createMemoryAuditStore();
  return {
    ...store,
    append: (batch) => {
      batches.push(batch.lines.length);
      return store.append(batch);
    },
  };
}

/** Keeps its first write back until it is let go. */
function heldStore(): {
  readonly store: AuditStore;
  readonly release: { readonly asked: Promise<() => void> };
} {
  const store = createMemoryAuditStore();
  let ask: (release: () => void) => void;
  const asked = new Promise<() => void>((resolve) => (ask = resolve));
  const append: AuditStore["append"] = async (batch) => {
    await new Promise<void>((release) => ask(release));
    await store.append(batch);
  };
  return { store: { ...store, append }, release: { asked } };
}
