import type { CallToolResult } from "@modelcontextprotocol/server";
import type { BasketContent } from "./content/basket.ts";
import { type Basket, type Store, tinsIn } from "./store.ts";
import { pounds, teaOf, teas } from "./teas.ts";

async function basketContent(basket: Basket, store: Store): Promise<BasketContent> {
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

function basketText(content: BasketContent): string {
  const head = content.receipt
    ? `Basket ${content.basket_id} is paid, receipt ${content.receipt.number}.`
    : `Basket ${content.basket_id} is open.`;
  if (content.lines.length === 0) return `${head} It is empty.`;
  const lines = content.lines.map((line) => `${line.quantity} × ${line.name}: ${pounds(line.subtotal)}`);
  return [head, ...lines, `Total: ${pounds(content.total)}`].join("\n");
}

/** A basket as every basket tool answers it, with prices, sums and what is left on the shelf looked up now. */
export async function basketAnswer(basket: Basket, store: Store): Promise<CallToolResult> {
  const content = await basketContent(basket, store);
  return { content: [{ type: "text", text: basketText(content) }], structuredContent: content };
}
