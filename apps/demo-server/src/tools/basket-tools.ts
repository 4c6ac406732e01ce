import { registerAppTool } from "@modelcontextprotocol/ext-apps/server";
import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { basketAnswer } from "../basket-answer.ts";
import { basketContentSchema } from "../content/basket.ts";
import { skuSchema } from "../content/tea.ts";
import type { Store } from "../store.ts";
import { viewUris } from "../views.ts";

const basketId = z
  .string()
  .min(1)
  .describe("The handle that open_basket answered")
  .meta({ examples: ["basket_8c1f6c1e-7d1c-4b2f-9a53-2f1f0a7f5d11"] });
const quantity = z
  .number()
  .int()
  .min(1)
  .max(20)
  .describe("Tins of 50 g to add")
  .meta({ examples: [1, 2] });
const ui = { resourceUri: viewUris.basket };

/** The counter: opening, filling, emptying and paying a basket. All state hangs on the explicit `basket_id`. */
export function registerBasketTools(server: McpServer, store: Store): void {
  registerAppTool(
    server,
    "open_basket",
    {
      title: "Open a basket",
      description:
        "Opens a new, empty basket and answers its handle. Every other basket tool needs that handle.",
      inputSchema: z.object({}),
      outputSchema: basketContentSchema,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
      _meta: { ui },
    },
    async () => basketAnswer(await store.openBasket(), store),
  );

  registerAppTool(
    server,
    "show_basket",
    {
      title: "Show a basket",
      description: "Shows what is in a basket, its total, and what can be added. Changes nothing.",
      inputSchema: z.object({ basket_id: basketId }),
      outputSchema: basketContentSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
      _meta: { ui },
    },
    async ({ basket_id }) => basketAnswer(await store.basket(basket_id), store),
  );

  server.registerTool(
    "add_item",
    {
      title: "Add a tea",
      description:
        "Adds tins of a tea to an open basket, on top of what is there. Refuses more than is in stock.",
      inputSchema: z.object({ basket_id: basketId, sku: skuSchema, quantity }),
      outputSchema: basketContentSchema,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
      _meta: { ui: { visibility: ["model", "app"] } },
    },
    async ({ basket_id, sku, quantity: tins }) =>
      basketAnswer(await store.addItem(basket_id, sku, tins), store),
  );

  server.registerTool(
    "remove_item",
    {
      title: "Remove a tea",
      description: "Takes all tins of one tea out of an open basket.",
      inputSchema: z.object({ basket_id: basketId, sku: skuSchema }),
      outputSchema: basketContentSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
      _meta: { ui: { visibility: ["app"] } },
    },
    async ({ basket_id, sku }) => basketAnswer(await store.removeItem(basket_id, sku), store),
  );

  server.registerTool(
    "empty_basket",
    {
      title: "Empty a basket",
      description: "Takes everything out of an open basket. This cannot be undone.",
      inputSchema: z.object({ basket_id: basketId }),
      outputSchema: basketContentSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
      _meta: { ui: { visibility: ["model", "app"] } },
    },
    async ({ basket_id }) => basketAnswer(await store.emptyBasket(basket_id), store),
  );

  server.registerTool(
    "pay_basket",
    {
      title: "Pay a basket",
      description:
        "Pays an open basket in full and closes it for good. Paying it again answers the same receipt and charges nothing.",
      inputSchema: z.object({ basket_id: basketId }),
      outputSchema: basketContentSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
      _meta: { ui: { visibility: ["model", "app"] } },
    },
    async ({ basket_id }) => basketAnswer(await store.payBasket(basket_id), store),
  );
}
