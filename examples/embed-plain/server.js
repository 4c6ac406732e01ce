import { once } from "node:events";
import { createServer } from "node:http";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { createSandbox } from "@vitrine/bridge/sandbox";
import sirv from "sirv";
import { createTickets } from "./tickets.js";

const { PORT = "5201", SANDBOX_PORT = "5202", MCP_URL = "http://127.0.0.1:4100/mcp" } = process.env;

// Both ports are needed before either can answer: each side names the other.
const pages = createServer();
const sandboxes = createServer();
const origin = `http://localhost:${await listen(pages, PORT)}`;
const base = `localhost:${await listen(sandboxes, SANDBOX_PORT)}`;

const proxy = `http://proxy.${base}`;
const opaqueProxy = `http://opaque.${base}`;
// The sandbox believes what is signed with this key. A product with several processes keeps it with its secrets.
const key = crypto.getRandomValues(new Uint8Array(32));
const tickets = createTickets({ url: MCP_URL, key, embedder: origin, proxy });

// A wildcard host gives each View an origin of its own. Where there is none, one name is enough for `opaque` Views.
const views = createSandbox({ hostOrigins: [origin], base, key });
const opaqueViews = createSandbox({ hostOrigins: [origin], base, key, views: "opaque" });
sandboxes.on(
  "request",
  getRequestListener((request) => (request.url.startsWith(`${opaqueProxy}/`) ? opaqueViews : views)(request)),
);

const headers = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    // The review of templates runs in a worker.
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    // The page speaks to its own server, to the sandbox, and to the MCP server directly.
    `connect-src 'self' ${proxy} ${new URL(MCP_URL).origin}`,
    `frame-src ${proxy} ${opaqueProxy}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
const setHeaders = (response) => response.setHeaders(new Map(Object.entries(headers)));
const page = sirv(fileURLToPath(new URL("public", import.meta.url)), { setHeaders });
const library = sirv(dirname(fileURLToPath(import.meta.resolve("@vitrine/bridge/browser"))), { setHeaders });

const answer = getRequestListener(async (request) => {
  const { pathname, searchParams, host } = new URL(request.url);
  if (pathname === "/settings" && request.method === "GET") {
    return Response.json({ server: MCP_URL, proxy, opaqueProxy });
  }
  if (pathname === "/ticket" && request.method === "POST") {
    // The page alone, by its own name: any other site could lead a name of its own to this port.
    const ours = host === new URL(origin).host && request.headers.get("sec-fetch-site") === "same-origin";
    if (!ours) return new Response("This is for the page alone.", { status: 403 });
    return tickets.issue(searchParams.get("uri"), searchParams.get("digest"));
  }
  return new Response(`There is no ${pathname}.`, { status: 404 });
});
pages.on("request", (request, response) =>
  page(request, response, () => library(request, response, () => answer(request, response))),
);
console.log(`Ready at ${origin}`);

async function listen(server, port) {
  server.listen(Number(port), "localhost");
  await once(server, "listening");
  return server.address().port;
}
