import * as z from "zod";
import { skuSchema, teaKindSchema } from "./tea.ts";

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
