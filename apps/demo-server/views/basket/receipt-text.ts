import type { BasketContent } from "../../src/content/basket.ts";
import type { Format } from "../format.ts";

/** The receipt as a text file for the person to keep. */
export function receiptText(
  { lines, total, basket_id }: BasketContent,
  { number, paid_at }: NonNullable<BasketContent["receipt"]>,
  format: Format,
): string {
  return [
    "Leaf & Kettle",
    `Receipt ${number}, ${format.dateTime(paid_at)}`,
    "",
    ...lines.map(({ quantity, name, subtotal }) => `${quantity} × ${name}  ${format.money(subtotal)}`),
    "",
    `Total  ${format.money(total)}`,
    `Basket ${basket_id}`,
    "",
  ].join("\n");
}
