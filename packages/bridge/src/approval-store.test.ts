import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import type { Approval } from "./approval.ts";
import { createIndexedDbApprovalStore } from "./indexed-db-approval-store.ts";
import { createMemoryApprovalStore } from "./memory-approval-store.ts";

let servers = 0;

function approval(fields: Partial<Approval> = {}): Approval {
  return {
    state: "approved",
    identity: `https://shop-${(servers += 1)}.example`,
    uri: "ui://shop/app",
    digest: "sha256:aa",
    facts: { htmlDigest: "sha256:bb", permissions: { camera: {} } },
    by: "person",
    at: "2026-11-21T10:00:00.000Z",
    ...fields,
  };
}

describe.each([
  ["in memory", createMemoryApprovalStore],
  ["in IndexedDB", createIndexedDbApprovalStore],
])("an approval store %s", (_where, create) => {
  test("gives back the verdict it was given", async () => {
    const store = create();
    const given = approval();
    await store.set(given);
    expect(await store.get(given.identity, given.uri)).toEqual(given);
  });

  test("knows no verdict that it was not given", async () => {
    const store = create();
    const given = approval();
    await store.set(given);
    expect(await store.get(given.identity, "ui://shop/other")).toBeUndefined();
    expect(await store.get("https://other.example", given.uri)).toBeUndefined();
  });

  test("counts the latest verdict, also when it is a block", async () => {
    const store = create();
    const given = approval();
    await store.set(given);
    await store.set({ ...given, state: "blocked" });
    expect(await store.get(given.identity, given.uri)).toMatchObject({ state: "blocked" });
  });

  test("cannot be confused by separators in an address", async () => {
    const store = create();
    const given = approval({ uri: 'ui://a","b' });
    await store.set(given);
    expect(await store.get(`${given.identity}","ui://a`, "b")).toBeUndefined();
  });
});

test("an approval store in IndexedDB outlasts the object", async () => {
  const given = approval();
  await createIndexedDbApprovalStore().set(given);
  expect(await createIndexedDbApprovalStore().get(given.identity, given.uri)).toEqual(given);
});
