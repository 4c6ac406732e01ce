import { registerAppTool } from "@modelcontextprotocol/ext-apps/server";
import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { skuSchema, teaKindSchema } from "../content/tea.ts";
import { teaCardContentSchema } from "../content/tea-card.ts";
import { tinsIn, type Store } from "../store.ts";
import { teaCardAnswer } from "../tea-card-answer.ts";
import { pounds, teaOf, teas } from "../teas.ts";
import { viewUris } from "../views.ts";

/** The shelf: looking at the teas the shop sells. Nothing here changes anything. */
export function registerTeaTools(server: McpServer, store: Store): void {
  server.registerTool(
    "list_teas",
    {
      title: "List teas",
      description: "Lists the teas the shop sells with price and stock, cheapest first.",
      inputSchema: z.object({
        kind: teaKindSchema.optional().describe("Only teas of this kind"),
        max_price: z
          .number()
          .positive()
          .optional()
          .describe("Highest price of a tin in pounds")
          .meta({ examples: [15] }),
      }),
      outputSchema: z.object({
        teas: z.array(
          z.object({
            sku: skuSchema,
            name: z.string(),
            kind: teaKindSchema,
            origin: z.string(),
            price: z.number().describe("Pounds for a tin of 50 g"),
            tins: z.number().int().describe("Tins in stock"),
          }),
        ),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ kind, max_price }) => {
      const found = teas
        .filter((tea) => (!kind || tea.kind === kind) && (max_price === undefined || tea.price <= max_price))
        .toSorted((a, b) => a.price - b.price);
      const listed = await Promise.all(
        found.map(async ({ sku, name, kind: made, origin, price }) => {
          return { sku, name, kind: made, origin, price, tins: tinsIn(await store.stock(sku)) };
        }),
      );
      const text = listed
        .map(
          (tea) =>
            `${tea.name} (${tea.sku}), ${tea.kind}, ${tea.origin}: ${pounds(tea.price)}, ${tea.tins} tins`,
        )
        .join("\n");
      return {
        content: [{ type: "text", text: text || "The shop has no such tea." }],
        structuredContent: { teas: listed },
      };
    },
  );

  registerAppTool(
    server,
    "tea_card",
    {
      title: "Show a tea card",
      description: "Shows one tea: its picture, where it comes from, its story, and how to brew it.",
      inputSchema: z.object({ sku: skuSchema }),
      outputSchema: teaCardContentSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
      _meta: { ui: { resourceUri: viewUris["tea-card"] } },
    },
    async ({ sku }) => teaCardAnswer(teaOf(sku)),
  );
}
