import { McpServer } from "@modelcontextprotocol/server";

const CHART = "ui://broken/chart.html";
const HTML = "text/html;profile=mcp-app";

/** Its app loads its script from another origin, and the resource does not declare it. */
export function createServer() {
  const server = new McpServer({ name: "broken", version: "1.0.0" });
  server.registerTool("show_chart", { _meta: { ui: { resourceUri: CHART } } }, () => ({
    content: [{ type: "text", text: "A chart." }],
  }));
  server.registerResource("chart", CHART, { mimeType: HTML }, () => ({
    contents: [
      {
        uri: CHART,
        mimeType: HTML,
        text: `<!doctype html><title>Chart</title><main></main>
               <script src="https://cdn.example.com/chart-app.js"></script>`,
      },
    ],
  }));
  return server;
}
