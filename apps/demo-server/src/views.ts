import { readFile } from "node:fs/promises";
import { RESOURCE_MIME_TYPE } from "@modelcontextprotocol/ext-apps/server";
import type { McpServer } from "@modelcontextprotocol/server";

/** The address of each View's UI resource, by the name of its folder in `views/`. */
export const viewUris = {
  basket: "ui://shop/basket.html",
  "tea-card": "ui://shop/tea-card.html",
  dashboard: "ui://desk/dashboard.html",
  chart: "ui://desk/chart.html",
  restock: "ui://desk/restock.html",
} as const;
type ViewName = keyof typeof viewUris;

/** Answers the HTML of one View. */
export type ReadView = (name: ViewName) => Promise<string>;

const descriptions: Readonly<Record<ViewName, { title: string; description: string }>> = {
  basket: { title: "Basket", description: "What is in a basket, with buttons to fill, empty and pay it" },
  "tea-card": { title: "Tea card", description: "One tea: picture, story and how to brew it" },
  dashboard: { title: "Sales dashboard", description: "Live sales, renewed every few seconds" },
  chart: { title: "Sales chart", description: "Sales by day, kind or region, with filters" },
  restock: { title: "Restock", description: "Starts a delivery, shows how far it is, and can call it off" },
};

/** Reads a built View from `dist/views`, the same place from `src` and from `dist`. */
export const readBuiltView: ReadView = async (name) => {
  try {
    return await readFile(new URL(`../dist/views/${name}.html`, import.meta.url), "utf8");
  } catch (cause) {
    throw new Error(`The View ${name} is not built: run "npm run build -w @vitrine/demo-server".`, { cause });
  }
};

/** Registers the UI resources. They load nothing from the network, so they declare no CSP domains and no permissions. */
export function registerViews(server: McpServer, readView: ReadView): void {
  for (const name of Object.keys(viewUris) as ViewName[]) {
    const uri = viewUris[name];
    const meta = { ui: { prefersBorder: true } };
    server.registerResource(
      name,
      uri,
      { ...descriptions[name], mimeType: RESOURCE_MIME_TYPE, _meta: meta },
      async () => ({
        contents: [{ uri, mimeType: RESOURCE_MIME_TYPE, text: await readView(name), _meta: meta }],
      }),
    );
  }
}
