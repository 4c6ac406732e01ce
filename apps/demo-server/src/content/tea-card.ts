import * as z from "zod";
import { skuSchema, teaKindSchema } from "./tea.ts";

const brewSchema = z.object({
  grams: z.number().describe("Leaf for 200 ml"),
  celsius: z.number().describe("Water in °C"),
  seconds: z.number().int(),
});

/** What `tea_card` answers beside the picture, and what the tea card View shows. */
export const teaCardContentSchema = z.object({
  sku: skuSchema,
  name: z.string(),
  kind: teaKindSchema,
  price: z.number().describe("Pounds for a tin of 50 g"),
  origin: z.string(),
  grower: z.string(),
  growerUrl: z.url(),
  altitude: z.number().describe("Metres above the sea"),
  harvest: z.string(),
  notes: z.array(z.string()),
  story: z.string(),
  brews: z.object({ light: brewSchema, balanced: brewSchema, strong: brewSchema }),
});
export type TeaCardContent = z.infer<typeof teaCardContentSchema>;
