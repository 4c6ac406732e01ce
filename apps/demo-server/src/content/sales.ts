import * as z from "zod";
import { teaKindSchema } from "./tea.ts";

/** How a sales chart cuts the time it covers. */
export const groupBySchema = z.enum(["day", "kind", "region"]);
export type GroupBy = z.infer<typeof groupBySchema>;

/** A calendar day in UTC. */
export const dateSchema = z.iso.date().meta({ examples: ["2026-11-01"] });

/** What `sales_chart` and `query_sales` answer. Revenue is in pounds, days are UTC. */
export const salesContentSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date().describe("Last day, included"),
  kind: teaKindSchema.optional(),
  group_by: groupBySchema,
  rows: z.array(
    z.object({
      key: z.string().describe("A day, a kind of tea or a region, as group_by says"),
      revenue: z.number(),
      tins: z.number().int(),
    }),
  ),
  revenue: z.number(),
  tins: z.number().int(),
});
export type SalesContent = z.infer<typeof salesContentSchema>;
