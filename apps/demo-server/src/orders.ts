import type { Region } from "./content/region.ts";
import type { Sku } from "./content/tea.ts";
import { teas } from "./teas.ts";

/** One order that was paid: `at` in ms since the epoch, `quantity` in tins, `revenue` in pounds. */
export interface Order {
  readonly at: number;
  readonly sku: Sku;
  readonly quantity: number;
  readonly revenue: number;
  readonly region: Region;
}

/** A span of time in ms since the epoch, `from` included, `to` excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const slot = 30_000;
const day = 86_400_000;
const popularity = [3, 2, 3, 5, 2, 2, 1, 3];
const shelf = teas.flatMap((tea, index) => Array.from({ length: popularity[index] ?? 1 }, () => tea));
const regions: readonly Region[] = ["uk", "uk", "uk", "eu", "eu", "us"];

/** A well-mixed 32-bit number that depends on nothing but its seed. */
function scramble(seed: number): number {
  let hash = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The chance of an order in one slot: busy in the afternoon, quiet at night, busier at the weekend, growing slowly. */
function demand(at: number): number {
  const hour = (at % day) / 3_600_000;
  const weekday = new Date(at).getUTCDay();
  const daily = 0.3 + 0.25 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  const weekly = weekday === 0 || weekday === 6 ? 1.3 : 1 - 0.04 * (3 - Math.abs(3 - weekday));
  const slowly = 1 + 0.2 * Math.sin(at / (17 * day));
  return daily * weekly * slowly;
}

/**
 * The web shop's trade in a span: at most one order every half minute. The same span always gives the same orders,
 * in any process, so that servers need not share them.
 */
export function webOrders({ from, to }: Span): Order[] {
  const orders: Order[] = [];
  for (let index = Math.floor(from / slot); index * slot < to; index++) {
    const dice = scramble(index);
    const at = index * slot + (dice % slot);
    if (at < from || at >= to || (dice >>> 8) / 0x1000000 >= demand(index * slot)) continue;
    const pick = scramble(index + 0x5bd1e995);
    const tea = shelf[pick % shelf.length];
    const region = regions[(pick >>> 8) % regions.length];
    if (!tea || !region) continue;
    const quantity = 1 + ((pick >>> 16) % 3);
    orders.push({ at, sku: tea.sku, quantity, revenue: quantity * tea.price, region });
  }
  return orders;
}
