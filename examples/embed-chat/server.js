import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import worker from "./worker.js";

/* Runs the worker in Node: what a platform would bind to it is put together here. */
const { PORT = "5205", MCP_URL = "http://127.0.0.1:4100/mcp", LOCK = "vitrine.lock.json" } = process.env;
const { templates } = JSON.parse(readFileSync(new URL(LOCK, import.meta.url), "utf8"));
const ASSETS = new Hono().use(serveStatic({ root: fileURLToPath(new URL("dist", import.meta.url)) }));
const KEY = crypto.getRandomValues(new Uint8Array(32));

const fetch = (request) => worker.fetch(request, env);
const { port } = await new Promise((resolve) =>
  serve({ fetch, port: Number(PORT), hostname: "localhost" }, resolve),
);
const env = {
  HOST: `localhost:${port}`,
  SANDBOX: `localhost:${port}`,
  MCP_URL,
  TEMPLATES: templates,
  KEY,
  ASSETS,
};
console.log(`Ready at http://${env.HOST}`);
