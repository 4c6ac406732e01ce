import { registerAppTool } from "@modelcontextprotocol/ext-apps/server";
import type { CallToolResult, McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { liveContentSchema } from "../content/live.ts";
import { regionSchema } from "../content/region.ts";
import { dateSchema, groupBySchema, salesContentSchema } from "../content/sales.ts";
import { skuSchema, teaKindSchema } from "../content/tea.ts";
import { liveAnswer, liveSpan } from "../live-answer.ts";
import { dateOf, salesAnswer, spanOf } from "../sales-answer.ts";
import { ShopError } from "../shop-error.ts";
import type { Store } from "../store.ts";
import { teas } from "../teas.ts";
import { viewUris } from "../views.ts";

const day = 86_400_000;
const mostDays = 92;
const readOnly = { readOnlyHint: true, openWorldHint: false };
const salesQuestionSchema = z.object({
  from: dateSchema.optional().describe("First day, UTC. Default: 29 days before the last day"),
  to: dateSchema.optional().describe("Last day, UTC, included. Default: yesterday, the last full day"),
  kind: teaKindSchema.optional().describe("Only teas of this kind"),
  group_by: groupBySchema.default("day").describe("One row per day, kind of tea or region"),
});

/** The operations desk, reading side: live numbers, charts, stock. */
export function registerSalesTools(server: McpServer, store: Store, now: () => number): void {
  async function live(since?: string): Promise<CallToolResult> {
    const at = now();
    return liveAnswer(at, await store.orders(liveSpan(at)), since ? Date.parse(since) : undefined);
  }

  async function sales(question: z.infer<typeof salesQuestionSchema>): Promise<CallToolResult> {
    const { to = dateOf(now() - day) } = question;
    const { from = dateOf(Date.parse(to) - 29 * day) } = question;
    const span = spanOf({ from, to });
    if (span.to <= span.from) throw new ShopError(`The first day, ${from}, is after the last day, ${to}.`);
    if (span.to - span.from > mostDays * day) {
      throw new ShopError(`Ask for at most ${mostDays} days at a time: ${from} to ${to} is more.`);
    }
    const orders = await store.orders({ from: span.from, to: Math.min(span.to, now()) });
    return salesAnswer({ ...question, from, to }, orders);
  }

  registerAppTool(
    server,
    "sales_dashboard",
    {
      title: "Show the sales dashboard",
      description: "Shows live sales: the last 24 hours, the last hour minute by minute, the newest orders.",
      inputSchema: z.object({}),
      outputSchema: liveContentSchema,
      annotations: readOnly,
      _meta: { ui: { resourceUri: viewUris.dashboard } },
    },
    async () => live(),
  );

  server.registerTool(
    "poll_sales",
    {
      title: "Poll sales",
      description: "Answers the dashboard's numbers as they are now, and the orders since the last time.",
      inputSchema: z.object({
        since: z.iso
          .datetime()
          .optional()
          .describe("List only orders from this time on")
          .meta({
            examples: ["2026-11-20T09:30:00Z"],
          }),
      }),
      outputSchema: liveContentSchema,
      annotations: readOnly,
      _meta: { ui: { visibility: ["app"] } },
    },
    async ({ since }) => live(since),
  );

  registerAppTool(
    server,
    "sales_chart",
    {
      title: "Show a sales chart",
      description: `Shows sales as a chart with filters, by day, kind of tea or region; at most ${mostDays} days.`,
      inputSchema: salesQuestionSchema,
      outputSchema: salesContentSchema,
      annotations: readOnly,
      _meta: { ui: { resourceUri: viewUris.chart } },
    },
    sales,
  );

  server.registerTool(
    "query_sales",
    {
      title: "Query sales",
      description: "Answers the rows of a sales chart for other filters.",
      inputSchema: salesQuestionSchema,
      outputSchema: salesContentSchema,
      annotations: readOnly,
      _meta: { ui: { visibility: ["app"] } },
    },
    sales,
  );

  server.registerTool(
    "stock_by_region",
    {
      title: "Stock by region",
      description: "Lists the tins of every tea in one region's warehouse, the scarcest first.",
      inputSchema: z.object({
        region: regionSchema.describe("The warehouse").meta({ "x-mcp-header": "Region", examples: ["uk"] }),
      }),
      outputSchema: z.object({
        region: regionSchema,
        stock: z.array(z.object({ sku: skuSchema, name: z.string(), tins: z.number().int() })),
      }),
      annotations: readOnly,
    },
    async ({ region }) => {
      const rows = await Promise.all(
        teas.map(async ({ sku, name }) => ({ sku, name, tins: (await store.stock(sku))[region] })),
      );
      const stock = rows.toSorted((a, b) => a.tins - b.tins);
      const text = stock.map(({ name, tins }) => `${name}: ${tins} tins`).join("\n");
      return { content: [{ type: "text", text }], structuredContent: { region, stock } };
    },
  );
}
