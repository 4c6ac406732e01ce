import { EXTENSION_ID } from "@modelcontextprotocol/ext-apps/server";
import { McpServer } from "@modelcontextprotocol/server";
import type { Store } from "./store.ts";
import { registerBasketTools } from "./tools/basket-tools.ts";
import { registerRestockTool } from "./tools/restock-tool.ts";
import { registerSalesTools } from "./tools/sales-tools.ts";
import { registerTeaTools } from "./tools/tea-tools.ts";
import { type ReadView, registerViews } from "./views.ts";

/** What one MCP server instance is made of; it holds no state of its own. */
export interface McpServerParts {
  readonly store: Store;
  readonly readView: ReadView;
  readonly now: () => number;
}

/** Nothing that is listed or read here depends on who asks, so any cache may keep it and share it. */
const forFiveMinutes = { ttlMs: 300_000, cacheScope: "public" } as const;

/** The shop's MCP server for one request. */
export function createMcpServer({ store, readView, now }: McpServerParts): McpServer {
  const server = new McpServer(
    { name: "leaf-and-kettle", title: "Leaf & Kettle", version: "0.1.0" },
    {
      capabilities: { tools: {}, resources: {}, extensions: { [EXTENSION_ID]: {} } },
      instructions:
        "Leaf & Kettle sells tea. Open a basket with open_basket and pass its basket_id to every basket tool. The desk tools (sales_dashboard, sales_chart, restock, stock_by_region) are for the people who run the shop.",
      cacheHints: {
        "server/discover": forFiveMinutes,
        "tools/list": forFiveMinutes,
        "resources/list": forFiveMinutes,
        "resources/templates/list": forFiveMinutes,
        "resources/read": forFiveMinutes,
      },
    },
  );
  registerBasketTools(server, store);
  registerTeaTools(server, store);
  registerSalesTools(server, store, now);
  registerRestockTool(server, store);
  registerViews(server, readView);
  return server;
}
