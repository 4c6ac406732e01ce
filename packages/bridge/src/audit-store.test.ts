import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenPhase } from "./audit-action.ts";
import type { AuditBatch, AuditStore } from "./audit-store.ts";
import { createIndexedDbAuditStore } from "./indexed-db-audit-store.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describeAuditStore("the store in memory", createMemoryAuditStore);
describeAuditStore("the store in IndexedDB", createIndexedDbAuditStore);

/** What every audit store promises. */
function describeAuditStore(name: string, make: () => AuditStore): void {
  describe(name, () => {
    test("starts without chains, entries and open actions", async () => {
      const store = make();

      expect(await store.chains()).toEqual([]);
      expect(await store.last("a")).toBeUndefined();
      expect(await store.openActions("a")).toEqual([]);
      expect(await store.read()).toEqual([]);
    });

    test("lists each chain once, however long it is", async () => {
      const store = make();
      await store.append(batch("b", 0, 3));
      await store.append(batch("a", 0, 1));
      await store.append(batch("b", 3, 12));

      expect(await store.chains()).toEqual(["a", "b"]);
    });

    test("gives the last entry of a chain by number, not by spelling", async () => {
      const store = make();
      await store.append(batch("a", 0, 11));
      await store.append(batch("ab", 0, 20));

      expect(await store.last("a")).toEqual({ chain: "a", seq: 10, line: "a 10" });
    });

    test("reads chain by chain in order, to the end, however many writes there were", async () => {
      const store = make();
      await store.append(batch("b", 0, 2));
      for (let seq = 0; seq < 300; seq += 2) await store.append(batch("a", seq, 2));

      const found: string[] = [];
      for (let lines = await store.read(); lines.length > 0; lines = await store.read(lines.at(-1))) {
        found.push(...lines.map(({ line }) => line));
      }

      expect(found).toEqual([...Array.from({ length: 300 }, (_, seq) => `a ${seq}`), "b 0", "b 1"]);
    });

    test("keeps the open actions of each chain as the last write left them", async () => {
      const store = make();
      await store.append(batch("a", 0, 1, { one: "requested", two: "requested" }));
      await store.append(batch("b", 0, 1, { one: "requested" }));
      await store.append(batch("a", 1, 1, { one: "decided" }));

      expect(await store.openActions("a")).toEqual([{ action: "one", phase: "decided" }]);
      expect(await store.openActions("b")).toEqual([{ action: "one", phase: "requested" }]);
    });

    test.each([
      ["is taken already", 1],
      ["leaves a gap", 3],
      ["follows nothing", 9],
    ])("refuses an entry whose place %s, and writes nothing of its batch", async (_, seq) => {
      const store = make();
      await store.append(batch("a", 0, 2, { one: "requested" }));

      await expect(store.append(batch("a", seq, 3, { two: "requested" }))).rejects.toThrow();

      expect((await store.read()).map(({ line }) => line)).toEqual(["a 0", "a 1"]);
      expect(await store.openActions("a")).toEqual([{ action: "one", phase: "requested" }]);
      await store.append(batch("a", 2, 1));
      expect((await store.last("a"))?.seq).toBe(2);
    });

    test("refuses a chain that does not start at 0", async () => {
      const store = make();

      await expect(store.append(batch("a", 4, 1))).rejects.toThrow();

      expect(await store.chains()).toEqual([]);
    });

    test("keeps a line byte for byte", async () => {
      const store = make();
      const line = '{"a":"\u0000 \u2028 𝒳 é é"}';
      await store.append({ chain: "a", lines: [{ chain: "a", seq: 0, line }], open: [] });

      expect((await store.last("a"))?.line).toBe(line);
    });

    test("closes twice", () => {
      const store = make();
      store.close();

      expect(() => store.close()).not.toThrow();
    });
  });
}

describe("the store in IndexedDB", () => {
  test("finds what an earlier one wrote", async () => {
    const before = createIndexedDbAuditStore();
    await before.append(batch("a", 0, 2, { one: "requested" }));
    before.close();

    const after = createIndexedDbAuditStore();

    expect((await after.last("a"))?.seq).toBe(1);
    expect(await after.openActions("a")).toEqual([{ action: "one", phase: "requested" }]);
  });

  test("asks for strict durability", async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");

    await createIndexedDbAuditStore().append(batch("a", 0, 1));

    expect(transaction).toHaveBeenLastCalledWith(expect.anything(), "readwrite", { durability: "strict" });
    transaction.mockRestore();
  });

  test("lets the database be deleted, and opens it anew", async () => {
    const store = createIndexedDbAuditStore();
    await store.append(batch("a", 0, 2));

    await new Promise((resolve) => {
      indexedDB.deleteDatabase("vitrine-audit").onsuccess = resolve;
    });

    expect(await store.chains()).toEqual([]);
    await expect(store.append(batch("a", 2, 1))).rejects.toThrow("do not follow the 0 of chain a");
  });

  test("tries again after the database could not be opened", async () => {
    const working = globalThis.indexedDB;
    const broken = new IDBFactory();
    broken.open = () => {
      throw new Error("no disk");
    };
    const store = createIndexedDbAuditStore();

    globalThis.indexedDB = broken;
    await expect(store.chains()).rejects.toThrow("no disk");

    globalThis.indexedDB = working;
    expect(await store.chains()).toEqual([]);
  });
});

function batch(chain: string, from: number, count: number, open: Record<string, OpenPhase> = {}): AuditBatch {
  const lines = Array.from({ length: count }, (_, i) => ({
    chain,
    seq: from + i,
    line: `${chain} ${from + i}`,
  }));
  return { chain, lines, open: Object.entries(open).map(([action, phase]) => ({ action, phase })) };
}
