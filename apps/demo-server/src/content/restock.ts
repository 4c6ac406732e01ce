import * as z from "zod";
import { skuSchema } from "./tea.ts";

/** What a finished `restock` answers. */
export const restockContentSchema = z.object({
  sku: skuSchema,
  name: z.string(),
  cases: z.number().int().describe("Cases delivered"),
  tins: z.number().int().describe("Tins in stock now, over all warehouses"),
});
export type RestockContent = z.infer<typeof restockContentSchema>;
