import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { approvalProblem, createOriginJudge, missingGrant } from "@vitrine/bridge";
import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { forward, isFromPage } from "./forward.js";

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

// Before the page's policy, for its answers have a stricter one.
app.all("/mcp", (c) => forward(c.req.raw, MCP_URL));

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

/**
 * Signs a ticket for one View. It believes the page about what the MCP server served, and nothing else: that digest
 * and declarations belong together, that they are fit for headers, and that they ask for no origin that is not listed
 * and no domain of the local network, is judged here. So a page that was taken over could run HTML of its own in a
 * View, which reaches no other place for it. embed-chat shows how to believe the page nothing at all.
 */
app.post("/ticket", async (c) => {
  if (!isFromPage(c.req.raw)) return c.text("This is for the page alone.", 403);
  const { uri, digest, facts } = await c.req.json();
  const identity = "tea-shop";
  const at = new Date().toISOString();
  const approval = { state: "approved", by: "policy", identity, uri, digest, facts, at };
  const problem =
    (await approvalProblem(approval)) ??
    missingGrant(facts, {}) ??
    originProblem(facts) ??
    // It has a lasting origin, with what the shop's Views stored there: not for HTML that the page vouches for.
    (facts.domain === undefined ? undefined : "It declares a domain, which this server gives to no View.");
  if (problem !== undefined) return c.text(`${uri} must not run: ${problem}`, 403);
  const exp = Math.floor(Date.now() / 1000) + 30;
  return c.text(await signTicket(key, { v: 1, identity, uri, digest, facts, embedder: origin, exp }));
});

app.use(serveStatic({ root: fileURLToPath(new URL("dist", import.meta.url)) }));

console.log(`Ready at ${origin}`);
