import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { createAuditLog } from "./audit.ts";
import { allowed, collect, finished, requested, summaryOf, viewClosed } from "./audit.test.fixtures.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditBatch } from "./audit-store.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

test("a reload continues the chain in IndexedDB", async () => {
  globalThis.indexedDB = new IDBFactory();
  const before = createAuditLog();
  await before.append(viewClosed("v1"));
  await before.close();

  const after = createAuditLog();
  await after.append(viewClosed("v2"));

  const entries = await collect(after.read());
  expect(entries.map(({ seq }) => seq)).toEqual([0, 1]);
  expect(entries[1]).toMatchObject({ chain: entries[0]?.chain, prev: entries[0]?.digest });
});

test("two logs at a time write a chain each, and a third continues the one that is free", async () => {
  const store = createMemoryAuditStore();
  const [first, second, third] = [1, 2, 3].map(() => createAuditLog({ store }));
  await first?.append(viewClosed("v1"));
  const [free = ""] = await store.chains();
  await second?.append(viewClosed("v2"));
  await first?.close();
  await third?.append(viewClosed("v3"));

  expect(await store.chains()).toHaveLength(2);
  expect(await store.last(free)).toMatchObject({ seq: 1, line: expect.stringContaining("v3") });
});

test("a page that ends leaves no action without decision and outcome", async () => {
  const store = createMemoryAuditStore();
  const before = createAuditLog({ store });
  await before.append(requested("undecided"));
  await before.append(requested("forwarded"), allowed("forwarded"));
  await before.append(requested("done"), allowed("done"), finished("done"));
  await before.close();

  const after = createAuditLog({ store });
  const told: AuditEntry[] = [];
  after.subscribe((entries) => told.push(...entries));
  await after.append(viewClosed("v1"));

  expect((await summaryOf(after.read())).slice(6)).toEqual([
    "undecided action.decided deny",
    "undecided action.finished interrupted",
    "forwarded action.finished interrupted",
    "view.closed",
  ]);
  expect(told).toHaveLength(4);
  expect(told[0]).toMatchObject({ by: "host", reason: "the page ended before a decision was recorded" });
});

test("chains of other pages that ended are recovered too, and left to others", async () => {
  const store = createMemoryAuditStore();
  const tabs = [1, 2, 3].map(() => createAuditLog({ store }));
  await Promise.all(tabs.map((tab, n) => tab.append(requested(`a${n}`))));
  await Promise.all(tabs.slice(1).map((tab) => tab.close()));

  const next = createAuditLog({ store });
  const another = createAuditLog({ store });
  await next.append(viewClosed("v1"));
  await another.append(viewClosed("v2"));

  // The first tab still lives, and so does its action.
  const verified = await verifyAuditLog(await next.export());
  expect(verified).toMatchObject({ ok: true, entries: 3 + 2 * 2 + 2 });
  expect(verified).toHaveProperty(
    "chains",
    expect.arrayContaining([expect.objectContaining({ open: [{ action: "a0", phase: "requested" }] })]),
  );
  expect(await store.chains()).toHaveLength(3);
});

test("a chain whose last entry is unreadable is left alone", async () => {
  const store = createMemoryAuditStore();
  await store.append({
    chain: "broken",
    lines: [{ chain: "broken", seq: 0, line: "{" }],
    open: [],
  });

  await createAuditLog({ store }).append(viewClosed("v1"));

  expect(await store.chains()).toHaveLength(2);
  expect(await store.last("broken")).toMatchObject({ seq: 0 });
});

test("after whichever write a page ends, the next one gives each requested one decided and one finished", async () => {
  const writes: AuditBatch[] = [];
  const store = createMemoryAuditStore();
  const log = createAuditLog({ store: { ...store, append: async (batch) => void writes.push(batch) } });
  await log.append(requested("a"), allowed("a"));
  await log.append(requested("b"));
  await log.append(requested("c"), allowed("c"), finished("c"));
  await log.append(finished("a"), viewClosed("v1"), allowed("b"));
  await log.append(finished("b"));
  await log.close();

  for (let survived = 0; survived <= writes.length; survived += 1) {
    const left = createMemoryAuditStore();
    for (const write of writes.slice(0, survived)) await left.append(write);
    const next = createAuditLog({ store: left });
    await next.append(viewClosed("v2"));
    await next.close();

    expect(await verifyAuditLog(await next.export())).toMatchObject({ ok: true, chains: [{ open: [] }] });
  }
});
