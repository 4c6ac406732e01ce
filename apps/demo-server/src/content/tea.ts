import * as z from "zod";

/** What the shop sells, by how the leaf was made. */
export const teaKindSchema = z.enum(["green", "black", "oolong", "white", "herbal"]);
export type TeaKind = z.infer<typeof teaKindSchema>;

/** A tea's stock-keeping code, checked against the catalogue so that a wrong one is refused with the right ones. */
export const skuSchema = z
  .enum([
    "asatsuyu",
    "longjing",
    "darjeeling",
    "assam",
    "dong-ding",
    "iron-goddess",
    "silver-needle",
    "verbena",
  ])
  .describe("The tea's code, as list_teas shows it")
  .meta({ examples: ["asatsuyu", "dong-ding"] });
export type Sku = z.infer<typeof skuSchema>;
