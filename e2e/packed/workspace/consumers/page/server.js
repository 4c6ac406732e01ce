import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";

/* A page with nothing but the library in it, whose policy the address says: `/?policy=…`. For tests of policies only. */

const key = crypto.getRandomValues(new Uint8Array(32));
const pages = createServer();
const sandboxes = createServer();
const origin = `http://localhost:${await listen(pages)}`;
const base = `localhost:${await listen(sandboxes)}`;

const HTML = `<!doctype html>
  <html lang="en"><title>Embedder</title>
  <p role="status"></p><div id="view"></div>
  <script type="module" src="/page.js" nonce="page"></script>`;

sandboxes.on("request", getRequestListener(createSandbox({ hostOrigins: [origin], base, key })));
pages.on("request", getRequestListener(answer));
console.log(`Ready at ${origin} with ${base}`);

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/") {
    const headers = { "Content-Type": "text/html", "Content-Security-Policy": searchParams.get("policy") };
    return new Response(HTML, { headers });
  }
  if (pathname === "/ticket") {
    const exp = Math.floor(Date.now() / 1000) + 30;
    return new Response(await signTicket(key, { v: 1, ...(await request.json()), embedder: origin, exp }));
  }
  const directory =
    pathname === "/page.js" ? import.meta.url : import.meta.resolve("@vitrine/bridge/browser");
  const body = await readFile(new URL(`.${pathname}`, directory)).catch(() => undefined);
  return new Response(body, {
    status: body === undefined ? 404 : 200,
    headers: { "Content-Type": "text/javascript" },
  });
}

async function listen(server) {
  server.listen(0, "localhost");
  await once(server, "listening");
  return server.address().port;
}
