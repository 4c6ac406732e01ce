import type { CallToolResult } from "@modelcontextprotocol/server";
import type { LiveContent } from "./content/live.ts";
import type { Sku } from "./content/tea.ts";
import type { Order, Span } from "./orders.ts";
import { pounds, teaOf } from "./teas.ts";

const minute = 60_000;
const day = 86_400_000;
const newest = 6;

/** The time that live numbers taken at `at` are made of: two days, one to compare with. */
export function liveSpan(at: number): Span {
  return { from: at - 2 * day, to: at };
}

function revenueOf(orders: readonly Order[]): number {
  return orders.reduce((sum, order) => sum + order.revenue, 0);
}

function bestOf(orders: readonly Order[]): LiveContent["best"] {
  const revenues = new Map<Sku, number>();
  for (const { sku, revenue } of orders) revenues.set(sku, (revenues.get(sku) ?? 0) + revenue);
  return [...revenues]
    .map(([sku, revenue]) => ({ sku, name: teaOf(sku).name, revenue }))
    .toSorted((a, b) => b.revenue - a.revenue)
    .slice(0, 4);
}

function liveContent(at: number, orders: readonly Order[], since: number): LiveContent {
  const today = orders.filter((order) => order.at >= at - day);
  const before = revenueOf(orders.filter((order) => order.at < at - day));
  const revenue = revenueOf(today);
  const hour = Array.from({ length: 60 }, () => 0);
  for (const order of today) {
    const index = 59 - Math.floor((at - 1 - order.at) / minute);
    if (index >= 0) hour[index] = (hour[index] ?? 0) + order.revenue;
  }
  return {
    at: new Date(at).toISOString(),
    last_24_hours: {
      orders: today.length,
      tins: today.reduce((sum, order) => sum + order.quantity, 0),
      revenue,
      change: before === 0 ? 0 : revenue / before - 1,
    },
    last_hour: hour,
    best: bestOf(today),
    orders: today
      .filter((order) => order.at >= since)
      .slice(-newest)
      .toReversed()
      .map((order) => ({
        at: new Date(order.at).toISOString(),
        name: teaOf(order.sku).name,
        quantity: order.quantity,
        revenue: order.revenue,
        region: order.region,
      })),
  };
}

function liveText({ last_24_hours: { orders, tins, revenue }, best }: LiveContent): string {
  const head = `In the last 24 hours: ${orders} orders, ${tins} tins, ${pounds(revenue)}.`;
  return [head, ...best.map((tea) => `${tea.name}: ${pounds(tea.revenue)}`)].join("\n");
}

/** Live numbers at `at` from the orders of {@link liveSpan}; only orders from `since` on are listed one by one. */
export function liveAnswer(at: number, orders: readonly Order[], since = 0): CallToolResult {
  const content = liveContent(at, orders, since);
  return { content: [{ type: "text", text: liveText(content) }], structuredContent: content };
}
