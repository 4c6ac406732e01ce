import * as z from "zod";

/** The warehouses that orders leave from. */
export const regionSchema = z.enum(["uk", "eu", "us"]);
export type Region = z.infer<typeof regionSchema>;
