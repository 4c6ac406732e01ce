import { expect, test } from "vitest";
import { createAuditLog } from "./audit.ts";
import { draftEntries, loadChain } from "./audit-chain.ts";
import { recordable } from "./audit-payload.ts";
import type { AuditStore } from "./audit-store.ts";
import { allowed, finished, requested, summaryOf, viewClosed } from "./audit.test.fixtures.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

test("a store that fails makes its appends reject, and the next one continues without gap or fork", async () => {
  const { store, fail } = failingStore();
  const log = createAuditLog({ store });
  await log.append(requested("a"));

  fail("before");
  const failed = await Promise.allSettled([log.append(allowed("a")), log.append(viewClosed("v1"))]);
  fail("never");
  await log.append(allowed("a"), finished("a"));

  expect(failed.map((result) => result.status === "rejected" && result.reason.code)).toEqual([
    "audit-unavailable",
    "audit-unavailable",
  ]);
  expect(await verifyAuditLog(await log.export())).toMatchObject({
    ok: true,
    entries: 3,
    chains: [{ entries: 3, open: [] }],
  });
});

test("a store that wrote and reported a failure is continued, and what it opened is interrupted", async () => {
  const { store, fail } = failingStore();
  const log = createAuditLog({ store });
  await log.append(requested("a"));

  fail("after");
  await expect(log.append(requested("b"))).rejects.toMatchObject({ code: "audit-unavailable" });
  fail("never");
  await log.append(allowed("a"), finished("a"));

  expect(await summaryOf(log.read())).toEqual([
    "a action.requested",
    "b action.requested",
    "b action.decided deny",
    "b action.finished interrupted",
    "a action.decided allow",
    "a action.finished ok",
  ]);
  expect(await verifyAuditLog(await log.export())).toMatchObject({ ok: true, chains: [{ open: [] }] });
});

test("a store that fails from the start rejects each append until it works", async () => {
  const { store, fail } = failingStore();
  const log = createAuditLog({ store });
  fail("before");
  await expect(log.append(viewClosed("v1"))).rejects.toMatchObject({ code: "audit-unavailable" });
  await expect(log.append(viewClosed("v2"))).rejects.toMatchObject({ code: "audit-unavailable" });
  fail("never");
  await log.append(viewClosed("v3"));

  expect(await verifyAuditLog(await log.export())).toMatchObject({ ok: true, entries: 1 });
});

test("a store that lost its entries gets a new chain instead of a forked one", async () => {
  const first = createMemoryAuditStore();
  const { store, swap } = swappableStore(first);
  const log = createAuditLog({ store });
  await log.append(viewClosed("v1"));

  swap(createMemoryAuditStore());
  await expect(log.append(viewClosed("v2"))).rejects.toMatchObject({ code: "audit-unavailable" });
  await log.append(viewClosed("v3"));

  expect(await verifyAuditLog(await log.export())).toMatchObject({ ok: true, entries: 1 });
  expect(await store.chains()).not.toEqual(await first.chains());
});

test("a damaged entry stops reading where it is, and is exported as it is", async () => {
  const store = createMemoryAuditStore();
  await store.append({ chain: "a", lines: [{ chain: "a", seq: 0, line: "{" }], open: [] });
  const log = createAuditLog({ store });

  await expect(summaryOf(log.read())).rejects.toMatchObject({ code: "audit-unavailable" });
  expect(await (await log.export()).text()).toBe("{\n");
});

test("two writers of one chain, whose locks failed, cannot fork it", async () => {
  const store = createMemoryAuditStore();
  await createAuditLog({ store }).append(viewClosed("v1"));
  const [id = ""] = await store.chains();
  const write = async (): Promise<void> => {
    const log = { store, sealedStore: undefined, writer: "the page" };
    const draft = draftEntries((await loadChain(log, id))!, { sealed: false });
    await draft.add("2026-01-26T12:00:00.000Z", [recordable(viewClosed("v2"))]);
    await draft.commit(store);
  };

  const written = await Promise.allSettled([write(), write()]);

  expect(written.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

type Failure = "never" | "before" | "after";

/** Fails before it wrote, or reports a failure although it wrote. */
function failingStore(): { readonly store: AuditStore; readonly fail: (when: Failure) => void } {
  const store = createMemoryAuditStore();
  let failure: Failure = "never";
  const append: AuditStore["append"] = async (batch) => {
    if (failure === "before") throw new Error("The disk is full.");
    await store.append(batch);
    if (failure === "after") throw new Error("The connection was lost.");
  };
  return { store: { ...store, append }, fail: (when) => (failure = when) };
}

/** Another store in place of the present one, as after the person cleared the site's data. */
function swappableStore(first: AuditStore): {
  readonly store: AuditStore;
  readonly swap: (next: AuditStore) => void;
} {
  let current = first;
  const store: AuditStore = {
    chains: () => current.chains(),
    last: (chain) => current.last(chain),
    openActions: (chain) => current.openActions(chain),
    append: (batch) => current.append(batch),
    read: (after) => current.read(after),
    close: () => current.close(),
  };
  return { store, swap: (next) => (current = next) };
}
