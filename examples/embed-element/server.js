import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { createSandbox } from "@vitrine/bridge/sandbox";
import express from "express";
import helmet from "helmet";
import { forward, isFromPage } from "./forward.js";
import { createTickets } from "./tickets.js";

const { PORT = "5204", MCP_URL = "http://127.0.0.1:4100/mcp" } = process.env;

const app = express();
const server = app.listen(Number(PORT), "localhost");
await once(server, "listening");
// One port for page and sandbox: the names `localhost` and `*.localhost` keep them apart, as two domains do elsewhere.
const base = `localhost:${server.address().port}`;
const origin = `http://${base}`;
const proxy = `http://proxy.${base}`;

// Signs tickets here and checks them in the sandbox. A product with several processes keeps it with its secrets.
const key = crypto.getRandomValues(new Uint8Array(32));
const sandbox = getRequestListener(createSandbox({ hostOrigins: [origin], base, key }));
app.use((request, response, next) => (request.headers.host === base ? next() : sandbox(request, response)));

app.use(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'"], // the review of templates
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'", proxy],
        frameSrc: [proxy],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  }),
);
app.use(express.static(fileURLToPath(new URL("dist", import.meta.url))));

/** Signs a ticket for one View. It believes the page nothing but the name of what it wants: see tickets.js. */
const tickets = createTickets({ url: MCP_URL, key, embedder: origin, proxy });
const ticket = getRequestListener((request) => {
  if (!isFromPage(request)) return new Response("This is for the page alone.", { status: 403 });
  const { searchParams } = new URL(request.url);
  return tickets.issue(searchParams.get("uri"), searchParams.get("digest"));
});
app.post("/ticket", (request, response) => ticket(request, response));

const mcp = getRequestListener((request) => forward(request, MCP_URL));
app.use("/mcp", (request, response) => mcp(request, response));

console.log(`Ready at ${origin}`);
