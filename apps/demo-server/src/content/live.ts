import * as z from "zod";
import { regionSchema } from "./region.ts";
import { skuSchema } from "./tea.ts";

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
