import * as z from "zod";
import type { Basket, Store } from "./store.ts";
import { tinsIn } from "./store.ts";
import { pounds, skuSchema, teaKindSchema, teaOf, teas } from "./teas.ts";

/** What every basket tool answers, and what the basket View shows. Amounts are in pounds. */
export const basketContentSchema = z.object({
  basket_id: z.string().describe("The handle of this basket, for every later call"),
  status: z.enum(["open", "paid"]),
  lines: z.array(
    z.object({
      sku: skuSchema,
      name: z.string(),
      quantity: z.number().int().describe("Tins"),
      subtotal: z.number().describe("Pounds"),
    }),
  ),
  count: z.number().int().describe("Tins in the basket"),
  total: z.number().describe("Pounds"),
  receipt: z.object({ number: z.string(), paid_at: z.iso.datetime() }).optional(),
  shelf: z
    .array(
      z.object({
        sku: skuSchema,
        name: z.string(),
        kind: teaKindSchema,
        origin: z.string(),
        price: z.number().describe("Pounds for a tin of 50 g"),
        left: z.number().int().describe("Tins that can still be added"),
      }),
    )
    .describe("What can be added"),
});
export type BasketContent = z.infer<typeof basketContentSchema>;

/** A basket as the tools answer it: prices, sums and what is left on the shelf looked up now. */
export async function basketContent(basket: Basket, store: Store): Promise<BasketContent> {
  const lines = [...basket.lines].map(([sku, quantity]) => {
    const { name, price } = teaOf(sku);
    return { sku, name, quantity, subtotal: quantity * price };
  });
  const shelf = await Promise.all(
    teas.map(async ({ sku, name, kind, origin, price }) => {
      const taken = basket.receipt ? 0 : (basket.lines.get(sku) ?? 0);
      return { sku, name, kind, origin, price, left: Math.max(0, tinsIn(await store.stock(sku)) - taken) };
    }),
  );
  return {
    basket_id: basket.id,
    status: basket.receipt ? "paid" : "open",
    lines,
    count: lines.reduce((sum, line) => sum + line.quantity, 0),
    total: lines.reduce((sum, line) => sum + line.subtotal, 0),
    ...(basket.receipt && {
      receipt: { number: basket.receipt.number, paid_at: new Date(basket.receipt.at).toISOString() },
    }),
    shelf,
  };
}

/** The same basket in words, for a model or a host without Views. */
export function basketText(content: BasketContent): string {
  const head = content.receipt
    ? `Basket ${content.basket_id} is paid, receipt ${content.receipt.number}.`
    : `Basket ${content.basket_id} is open.`;
  if (content.lines.length === 0) return `${head} It is empty.`;
  const lines = content.lines.map((line) => `${line.quantity} × ${line.name}: ${pounds(line.subtotal)}`);
  return [head, ...lines, `Total: ${pounds(content.total)}`].join("\n");
}
