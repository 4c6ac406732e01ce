import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { approvalProblem, createOriginJudge, missingGrant } from "@vitrine/bridge";
import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";
import { Hono } from "hono";
import { proxy } from "hono/proxy";
import { secureHeaders } from "hono/secure-headers";

const { PORT = "5203", MCP_URL = "http://127.0.0.1:4100/mcp" } = process.env;

// One port for page and sandbox: the names `localhost` and `*.localhost` keep them apart, as two domains do elsewhere.
const { port } = await new Promise((resolve) => {
  serve({ fetch: (request) => app.fetch(request), port: Number(PORT), hostname: "localhost" }, resolve);
});
const host = `localhost:${port}`;
const origin = `http://${host}`;
const sandboxOrigin = `http://proxy.${host}`;

// Signs tickets here and checks them in the sandbox. A product with several processes keeps it with its secrets.
const key = crypto.getRandomValues(new Uint8Array(32));
const sandbox = createSandbox({ hostOrigins: [origin], base: host, key });
// The shop's templates need nothing from elsewhere. One that does names it here: "https://cdn.shop.example".
const originProblem = createOriginJudge({ allow: [] });

const app = new Hono();

app.use((c, next) => (new URL(c.req.url).host === host ? next() : sandbox(c.req.raw)));

app.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"], // the review of templates
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      connectSrc: ["'self'", sandboxOrigin],
      frameSrc: [sandboxOrigin],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  }),
);

// Only the page may ask for these. A product checks its person's session here as well.
const fromPage = (c, next) =>
  c.req.header("sec-fetch-site") === "same-origin" ? next() : c.text("This is for the page alone.", 403);

/**
 * Signs a ticket for one View. It believes the page about what the MCP server served, and nothing else: that digest
 * and declarations belong together, that they are fit for headers, and that they ask for no origin that is not listed
 * and no domain of the local network, is judged here. So a page that was taken over could run HTML of its own in a
 * View, which reaches no other place for it. embed-chat shows how to believe the page nothing at all.
 */
app.post("/ticket", fromPage, async (c) => {
  const { uri, digest, facts } = await c.req.json();
  const identity = "tea-shop";
  const at = new Date().toISOString();
  const approval = { state: "approved", by: "policy", identity, uri, digest, facts, at };
  const problem = (await approvalProblem(approval)) ?? missingGrant(facts, {}) ?? originProblem(facts);
  if (problem !== undefined) return c.text(`${uri} must not run: ${problem}`, 403);
  const exp = Math.floor(Date.now() / 1000) + 30;
  return c.text(await signTicket(key, { v: 1, identity, uri, digest, facts, embedder: origin, exp }));
});

// What the MCP server wants to know of the caller, an access token for one, is added here and never in the page.
app.all("/mcp", fromPage, async (c) => {
  const { host: _host, origin: _origin, cookie: _cookie, ...headers } = c.req.header();
  try {
    return await proxy(MCP_URL, { ...c.req, headers });
  } catch {
    return c.text("The tea shop does not answer.", 502);
  }
});

app.use(serveStatic({ root: fileURLToPath(new URL("dist", import.meta.url)) }));

console.log(`Ready at ${origin}`);
