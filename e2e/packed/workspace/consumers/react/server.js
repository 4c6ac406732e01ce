import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";
import { Hono } from "hono";

/* Serves the built page and its sandbox. It signs whatever the page wants: what is tested here is React. */

const { port } = await new Promise((resolve) => {
  serve({ fetch: (request) => app.fetch(request), port: 0, hostname: "localhost" }, resolve);
});
const host = `localhost:${port}`;
const embedder = `http://${host}`;
const key = crypto.getRandomValues(new Uint8Array(32));
const sandbox = createSandbox({ hostOrigins: [embedder], base: host, key });

const app = new Hono();
app.use((c, next) => (new URL(c.req.url).host === host ? next() : sandbox(c.req.raw)));
app.post("/ticket", async (c) => {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return c.text(await signTicket(key, { v: 1, identity: "test", ...(await c.req.json()), embedder, exp }));
});
app.use(serveStatic({ root: "dist" }));
console.log(`Ready at ${embedder}`);
