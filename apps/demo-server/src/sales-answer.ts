import type { CallToolResult } from "@modelcontextprotocol/server";
import { regionSchema } from "./content/region.ts";
import type { GroupBy, SalesContent } from "./content/sales.ts";
import { type TeaKind, teaKindSchema } from "./content/tea.ts";
import type { Order, Span } from "./orders.ts";
import { pounds, teaOf } from "./teas.ts";

const day = 86_400_000;

/** What a sales question asks; `from` and `to` are both included. */
export interface SalesQuestion {
  readonly from: string;
  readonly to: string;
  readonly kind?: TeaKind | undefined;
  readonly group_by: GroupBy;
}

/** The time a question covers: from the first ms of `from` to the end of `to`. */
export function spanOf({ from, to }: Pick<SalesQuestion, "from" | "to">): Span {
  return { from: Date.parse(from), to: Date.parse(to) + day };
}

function keysOf({ from, to, kind, group_by }: SalesQuestion): readonly string[] {
  switch (group_by) {
    case "day": {
      const span = spanOf({ from, to });
      return Array.from({ length: (span.to - span.from) / day }, (_, index) =>
        dateOf(span.from + index * day),
      );
    }
    case "kind":
      return kind ? [kind] : teaKindSchema.options;
    case "region":
      return regionSchema.options;
  }
}

function keyOf(order: Order, groupBy: GroupBy): string {
  switch (groupBy) {
    case "day":
      return dateOf(order.at);
    case "kind":
      return teaOf(order.sku).kind;
    case "region":
      return order.region;
  }
}

/** The UTC day of a time in ms since the epoch. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function salesContent(question: SalesQuestion, orders: readonly Order[]): SalesContent {
  const { from, to, kind, group_by } = question;
  const asked = kind ? orders.filter((order) => teaOf(order.sku).kind === kind) : orders;
  const rows = new Map(keysOf(question).map((key) => [key, { key, revenue: 0, tins: 0 }]));
  const total = { revenue: 0, tins: 0 };
  for (const order of asked) {
    for (const row of [total, rows.get(keyOf(order, group_by))]) {
      if (!row) continue;
      row.revenue += order.revenue;
      row.tins += order.quantity;
    }
  }
  return {
    from,
    to,
    ...(kind && { kind }),
    group_by,
    rows: [...rows.values()],
    ...total,
  };
}

function salesText({ from, to, kind, rows, revenue, tins }: SalesContent): string {
  const head = `${kind ?? "All"} tea from ${from} to ${to}: ${pounds(revenue)} for ${tins} tins.`;
  return [head, ...rows.map((row) => `${row.key}: ${pounds(row.revenue)}, ${row.tins} tins`)].join("\n");
}

/** Groups the orders of the question's span; a day, kind or region without orders is a row of zeros. */
export function salesAnswer(question: SalesQuestion, orders: readonly Order[]): CallToolResult {
  const content = salesContent(question, orders);
  return { content: [{ type: "text", text: salesText(content) }], structuredContent: content };
}
