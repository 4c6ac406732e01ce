import { randomInt, randomUUID } from "node:crypto";
import { type Region, regionSchema } from "./content/region.ts";
import type { Sku } from "./content/tea.ts";
import { type Order, type Span, webOrders } from "./orders.ts";
import { ShopError } from "./shop-error.ts";
import { teaOf, teas } from "./teas.ts";

/** Tins in one case of a delivery. */
export const tinsPerCase = 12;

/** A basket: `lines` in the order they were added. A paid basket has a receipt and never changes again. */
export interface Basket {
  readonly id: string;
  readonly lines: ReadonlyMap<Sku, number>;
  readonly receipt?: { readonly number: string; readonly at: number };
}

/** Tins of one tea in each warehouse. */
export type Stock = Readonly<Record<Region, number>>;

/**
 * All state of the shop. Every method that names a basket throws a {@link ShopError} when there is none with that id,
 * and every one that changes a basket also when it is paid.
 */
export interface Store {
  openBasket(): Promise<Basket>;
  basket(id: string): Promise<Basket>;
  addItem(id: string, sku: Sku, quantity: number): Promise<Basket>;
  removeItem(id: string, sku: Sku): Promise<Basket>;
  emptyBasket(id: string): Promise<Basket>;
  /** Pays once: a second call answers the same receipt and charges nothing. */
  payBasket(id: string): Promise<Basket>;
  stock(sku: Sku): Promise<Stock>;
  /** Puts a delivery into the warehouse that has least of the tea. */
  restock(sku: Sku, cases: number): Promise<Stock>;
  /** Every order in the span, oldest first: the web shop's and the baskets paid here. */
  orders(span: Span): Promise<readonly Order[]>;
}

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /** The clock, ms since the epoch. Default: the machine's. */
  readonly now?: () => number;
  /** Baskets kept; beyond it the oldest one is forgotten. Default 1000. */
  readonly maxBaskets?: number;
}

/** Tins over all warehouses. */
export function tinsIn(stock: Stock): number {
  return regionSchema.options.reduce((sum, region) => sum + stock[region], 0);
}

/** Dear teas come in small lots. */
function firstStock(price: number): Record<Region, number> {
  return price > 20 ? { uk: 6, eu: 2, us: 1 } : { uk: Math.round(9000 / price), eu: 288, us: 144 };
}

function fullest(stock: Stock): Region {
  return regionSchema.options.reduce((best, region) => (stock[region] > stock[best] ? region : best));
}

function emptiest(stock: Stock): Region {
  return regionSchema.options.reduce((best, region) => (stock[region] < stock[best] ? region : best));
}

/** The basket that is open from the start: what the documentation and the examples show. */
const SAMPLE_BASKET: Basket = { id: "b1", lines: new Map([["assam", 2]]) };

/** A store that lives and ends with the process. */
export function createMemoryStore({ now = Date.now, maxBaskets = 1000 }: MemoryStoreOptions = {}): Store {
  const baskets = new Map<string, Basket>([[SAMPLE_BASKET.id, SAMPLE_BASKET]]);
  const stocks = new Map<Sku, Record<Region, number>>(teas.map(({ sku, price }) => [sku, firstStock(price)]));
  const paid: Order[] = [];

  function find(id: string): Basket {
    const basket = baskets.get(id);
    if (!basket) throw new ShopError(`There is no basket ${id}: open one with open_basket.`);
    return basket;
  }

  function change(id: string, edit: (lines: Map<Sku, number>) => void): Basket {
    const basket = find(id);
    if (basket.receipt) throw new ShopError(`Basket ${id} is paid and cannot change: open a new one.`);
    const lines = new Map(basket.lines);
    edit(lines);
    return keep({ id, lines });
  }

  function keep(basket: Basket): Basket {
    baskets.set(basket.id, basket);
    return basket;
  }

  function stockOf(sku: Sku): Record<Region, number> {
    return stocks.get(sku) ?? { uk: 0, eu: 0, us: 0 };
  }

  function requireStock(sku: Sku, quantity: number): void {
    const left = tinsIn(stockOf(sku));
    if (quantity > left) throw new ShopError(`Only ${left} tins of ${teaOf(sku).name} are left.`);
  }

  return {
    async openBasket() {
      const oldest = baskets.size >= maxBaskets ? baskets.keys().next().value : undefined;
      if (oldest !== undefined) baskets.delete(oldest);
      return keep({ id: `basket_${randomUUID()}`, lines: new Map() });
    },

    async basket(id) {
      return find(id);
    },

    async addItem(id, sku, quantity) {
      return change(id, (lines) => {
        const wanted = (lines.get(sku) ?? 0) + quantity;
        requireStock(sku, wanted);
        lines.set(sku, wanted);
      });
    },

    async removeItem(id, sku) {
      return change(id, (lines) => {
        if (!lines.delete(sku)) throw new ShopError(`${teaOf(sku).name} is not in basket ${id}.`);
      });
    },

    async emptyBasket(id) {
      return change(id, (lines) => lines.clear());
    },

    async payBasket(id) {
      const basket = find(id);
      if (basket.receipt) return basket;
      if (basket.lines.size === 0) throw new ShopError(`Basket ${id} is empty: add a tea before paying.`);
      for (const [sku, quantity] of basket.lines) requireStock(sku, quantity);
      const at = now();
      for (const [sku, quantity] of basket.lines) {
        const stock = stockOf(sku);
        for (let tin = 0; tin < quantity; tin++) stock[fullest(stock)]--;
        paid.push({ at, sku, quantity, revenue: quantity * teaOf(sku).price, region: "uk" });
      }
      return keep({ ...basket, receipt: { number: `LK-${randomInt(100_000, 1_000_000)}`, at } });
    },

    async stock(sku) {
      return { ...stockOf(sku) };
    },

    async restock(sku, cases) {
      const stock = stockOf(sku);
      stock[emptiest(stock)] += cases * tinsPerCase;
      return { ...stock };
    },

    async orders(span) {
      const here = paid.filter(({ at }) => at >= span.from && at < span.to);
      return [...webOrders(span), ...here].toSorted((a, b) => a.at - b.at);
    },
  };
}
