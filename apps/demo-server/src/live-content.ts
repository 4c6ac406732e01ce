import * as z from "zod";
import { type Order, regionSchema, type Span } from "./orders.ts";
import { pounds, type Sku, skuSchema, teaOf } from "./teas.ts";

const minute = 60_000;
const day = 86_400_000;
const newest = 6;

/** What `sales_dashboard` and `poll_sales` answer: the last 24 hours, the last hour by the minute, the newest orders. */
export const liveContentSchema = z.object({
  at: z.iso.datetime().describe("When these numbers were taken; pass it as since to the next poll_sales"),
  last_24_hours: z.object({
    orders: z.number().int(),
    tins: z.number().int(),
    revenue: z.number().describe("Pounds"),
    change: z.number().describe("Revenue against the 24 hours before: 0.1 is 10 % more"),
  }),
  last_hour: z.array(z.number()).length(60).describe("Revenue in pounds of each minute, the newest last"),
  best: z.array(z.object({ sku: skuSchema, name: z.string(), revenue: z.number() })).max(4),
  orders: z
    .array(
      z.object({
        at: z.iso.datetime(),
        name: z.string(),
        quantity: z.number().int(),
        revenue: z.number(),
        region: regionSchema,
      }),
    )
    .describe("The newest orders after since, the newest first, at most 6"),
});
export type LiveContent = z.infer<typeof liveContentSchema>;

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

/** Live numbers at `at` from the orders of {@link liveSpan}; only orders after `since` are listed one by one. */
export function liveContent(at: number, orders: readonly Order[], since = 0): LiveContent {
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

/** The same numbers in words, for a model or a host without Views. */
export function liveText({ last_24_hours: { orders, tins, revenue }, best }: LiveContent): string {
  const head = `In the last 24 hours: ${orders} orders, ${tins} tins, ${pounds(revenue)}.`;
  return [head, ...best.map((tea) => `${tea.name}: ${pounds(tea.revenue)}`)].join("\n");
}
