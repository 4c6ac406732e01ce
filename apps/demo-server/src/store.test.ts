import { describe, expect, test } from "vitest";
import { webOrders } from "./orders.ts";
import { createMemoryStore, tinsIn } from "./store.ts";

const now = (): number => Date.parse("2026-11-20T12:00:00Z");

describe("A basket", () => {
  test("adds up what is added and keeps the order of the lines", async () => {
    const store = createMemoryStore();
    const { id } = await store.openBasket();
    await store.addItem(id, "assam", 1);
    await store.addItem(id, "verbena", 2);
    const { lines } = await store.addItem(id, "assam", 1);
    expect([...lines]).toEqual([
      ["assam", 2],
      ["verbena", 2],
    ]);
  });

  test("never holds more than is in stock", async () => {
    const store = createMemoryStore();
    const { id } = await store.openBasket();
    const left = tinsIn(await store.stock("silver-needle"));
    await store.addItem(id, "silver-needle", left);
    await expect(store.addItem(id, "silver-needle", 1)).rejects.toThrow(
      `Only ${left} tins of Silver Needle are left.`,
    );
  });

  test("cannot change once it is paid, and is paid only once", async () => {
    const store = createMemoryStore({ now });
    const { id } = await store.openBasket();
    await store.addItem(id, "assam", 3);
    const before = tinsIn(await store.stock("assam"));
    const { receipt } = await store.payBasket(id);
    await expect(store.addItem(id, "assam", 1)).rejects.toThrow("is paid and cannot change");
    expect((await store.payBasket(id)).receipt).toEqual(receipt);
    expect(tinsIn(await store.stock("assam"))).toBe(before - 3);
  });

  test("is refused payment while it is empty", async () => {
    const store = createMemoryStore();
    const { id } = await store.openBasket();
    await expect(store.payBasket(id)).rejects.toThrow("is empty");
  });

  test("called b1 is open from the start, for whoever follows the documentation", async () => {
    const { lines, receipt } = await createMemoryStore().basket("b1");
    expect([...lines]).toEqual([["assam", 2]]);
    expect(receipt).toBeUndefined();
  });

  test("is forgotten when too many newer ones were opened", async () => {
    const store = createMemoryStore({ maxBaskets: 1 });
    const first = await store.openBasket();
    const second = await store.openBasket();
    await expect(store.basket(first.id)).rejects.toThrow("There is no basket");
    expect(await store.basket(second.id)).toEqual(second);
  });
});

describe("The orders", () => {
  test("contain a basket from the moment it is paid", async () => {
    const store = createMemoryStore({ now });
    const { id } = await store.openBasket();
    await store.addItem(id, "assam", 2);
    await store.payBasket(id);
    const orders = await store.orders({ from: now(), to: now() + 1 });
    expect(orders).toContainEqual({ at: now(), sku: "assam", quantity: 2, revenue: 18, region: "uk" });
  });

  test.each([1, 9_999, 12_345_678, 43_200_000])(
    "of the web shop are the same when cut after %i ms",
    (after) => {
      const from = now() - 86_400_000;
      const cut = from + after;
      const whole = webOrders({ from, to: now() });
      expect([...webOrders({ from, to: cut }), ...webOrders({ from: cut, to: now() })]).toEqual(whole);
      expect(whole.length).toBeGreaterThan(500);
    },
  );
});

describe("A delivery", () => {
  test("goes to the warehouse that has least", async () => {
    const store = createMemoryStore();
    const before = await store.stock("assam");
    expect(await store.restock("assam", 2)).toEqual({ ...before, us: before.us + 24 });
  });
});
