import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { approvalProblem, createOriginJudge, missingGrant } from "@vitrine/bridge";
import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";
import express from "express";
import helmet from "helmet";
import { createProxyMiddleware } from "http-proxy-middleware";

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

// Only the page may ask for the rest. A product checks its person's session here as well.
app.use((request, response, next) =>
  request.headers["sec-fetch-site"] === "same-origin"
    ? next()
    : response.status(403).send("This is for the page alone."),
);

/** The digest of each template that may run, by its address. A product has them in its database, or in its repository. */
const pinned = new Map();
// The shop's templates need nothing from elsewhere. One that does names it here: "https://cdn.shop.example".
const originProblem = createOriginJudge({ allow: [] });

/**
 * Signs a ticket for one View. It believes the page once about each template, the first time it is seen; from then on
 * this version runs and no other, whatever a page says. Whether digest and declarations belong together, are fit for
 * headers, and ask for no origin that is not listed and none of the local network, is judged here each time.
 */
app.post("/ticket", express.json(), async ({ body: { uri, digest, facts } }, response) => {
  const identity = "tea-shop";
  const approval = {
    state: "approved",
    by: "policy",
    identity,
    uri,
    digest,
    facts,
    at: new Date().toISOString(),
  };
  const problem =
    (await approvalProblem(approval)) ??
    missingGrant(facts, {}) ??
    originProblem(facts) ??
    ((pinned.get(uri) ?? digest) === digest ? undefined : "It is another version than the pinned one.");
  if (problem !== undefined) return response.status(403).send(`${uri} must not run: ${problem}`);
  pinned.set(uri, digest);
  const exp = Math.floor(Date.now() / 1000) + 30;
  response.send(await signTicket(key, { v: 1, identity, uri, digest, facts, embedder: origin, exp }));
});

app.use(
  "/mcp",
  createProxyMiddleware({
    target: MCP_URL,
    ignorePath: true,
    changeOrigin: true,
    on: {
      proxyReq(request) {
        // What belongs to this page stays here. What the MCP server wants, an access token for one, is set here.
        request.removeHeader("cookie");
        request.removeHeader("origin");
      },
      error(error, _request, response) {
        console.error(`${MCP_URL} does not answer: start the MCP server, or set MCP_URL. ${error.message}`);
        response.writeHead(502).end("The tea shop does not answer.");
      },
    },
  }),
);

console.log(`Ready at ${origin}`);
