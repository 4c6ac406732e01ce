import { setTimeout as wait } from "node:timers/promises";
import { registerAppTool } from "@modelcontextprotocol/ext-apps/server";
import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { restockContentSchema } from "../content/restock.ts";
import { skuSchema } from "../content/tea.ts";
import { tinsIn, tinsPerCase, type Store } from "../store.ts";
import { teaOf } from "../teas.ts";
import { viewUris } from "../views.ts";

const phases = ["Booking the van", "Loading", "On the road", "Unloading", "Counting tins", "Shelving"];

/** The operations desk, writing side: a delivery takes its time, tells how far it is, and can be called off. */
export function registerRestockTool(server: McpServer, store: Store): void {
  registerAppTool(
    server,
    "restock",
    {
      title: "Restock a tea",
      description: `Has cases of a tea (${tinsPerCase} tins each) delivered to the warehouse that has least of it. Reports progress while it runs; cancelling it before the end leaves the stock as it was.`,
      inputSchema: z.object({
        sku: skuSchema,
        cases: z
          .number()
          .int()
          .min(1)
          .max(50)
          .describe(`Cases of ${tinsPerCase} tins`)
          .meta({ examples: [3] }),
        seconds: z.number().min(0).max(120).default(6).describe("How long the delivery takes"),
      }),
      outputSchema: restockContentSchema,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
      _meta: { ui: { resourceUri: viewUris.restock, visibility: ["model", "app"] } },
    },
    async ({ sku, cases, seconds }, { mcpReq }) => {
      const { _meta: meta } = mcpReq;
      const progressToken = meta?.progressToken;
      const total = Math.max(phases.length, Math.round(seconds * 2));
      for (let progress = 0; progress < total; progress++) {
        const message = phases[Math.floor((progress / total) * phases.length)] ?? "Delivering";
        if (progressToken !== undefined) {
          await mcpReq.notify({
            method: "notifications/progress",
            params: { progressToken, progress, total, message },
          });
        }
        await wait((seconds * 1000) / total, undefined, { signal: mcpReq.signal });
      }
      const { name } = teaOf(sku);
      const tins = tinsIn(await store.restock(sku, cases));
      return {
        content: [
          { type: "text", text: `${cases} cases of ${name} have arrived: ${tins} tins are in stock now.` },
        ],
        structuredContent: { sku, name, cases, tins },
      };
    },
  );
}
