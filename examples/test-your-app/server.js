import { readFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const COUNTER = "ui://tea/counter.html";
const HTML = "text/html;profile=mcp-app";

/** A pot of tea: one tool with a UI, one that only the UI's buttons are for, one that empties the pot. */
export function createServer() {
  let cups = 0;
  const said = () => ({ content: [{ type: "text", text: `${cups} cups` }] });
  const server = new McpServer({ name: "tea", version: "1.0.0" });
  server.registerTool(
    "show_counter",
    {
      description: "Shows how much tea was poured.",
      annotations: { readOnlyHint: true },
      _meta: { ui: { resourceUri: COUNTER } },
    },
    said,
  );
  server.registerTool(
    "pour",
    { description: "Pours tea.", inputSchema: z.object({ cups: z.number().int().positive() }) },
    (input) => {
      cups += input.cups;
      return said();
    },
  );
  server.registerTool(
    "empty_pot",
    { description: "Empties the pot.", annotations: { destructiveHint: true } },
    () => {
      cups = 0;
      return said();
    },
  );
  server.registerResource("counter", COUNTER, { mimeType: HTML }, () => ({
    contents: [
      { uri: COUNTER, mimeType: HTML, text: readFileSync(new URL("counter.html", import.meta.url), "utf8") },
    ],
  }));
  return server;
}

if (process.argv.includes("--stdio")) serveStdio(createServer);
