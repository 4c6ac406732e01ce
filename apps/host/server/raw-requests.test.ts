import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { describe, expect, onTestFinished, test } from "vitest";
import { ApiError } from "./api-error.ts";
import { createGuard } from "./guard.ts";
import { openLoopbackServer, type ConnectionBounds } from "./loopback-server.ts";
import { sendRaw, statusOf } from "./raw-request.fixture.ts";

const TOKEN = "Authorization: Bearer right";

/** A host origin with one page and one address of the API, behind the guard or without it. */
function appOn(port: number, guarded: boolean): Hono {
  const app = new Hono();
  app.onError((error, c) => c.text(error.message, error instanceof ApiError ? error.status : 500));
  if (guarded) app.use(createGuard({ origin: `http://localhost:${port}`, token: "right" }));
  app.all("*", (c) => c.text("reached"));
  return app;
}

async function listenGuarded(guarded = true): Promise<number> {
  const server = await openLoopbackServer(0, "--port");
  onTestFinished(() => server.close());
  const app = appOn(server.port, guarded);
  server.handle((request) => app.fetch(request));
  return server.port;
}

/** The same without the loopback server's own bounds and refusals, with the parser as lenient as Node can make it. */
async function listenLenient(): Promise<number> {
  const app = appOn(0, false);
  const listener = getRequestListener((request) => app.fetch(request));
  const server = createServer(
    { insecureHTTPParser: true },
    (request, response) => void listener(request, response),
  );
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe("A page that was rebound to this machine", () => {
  test.each([
    ["its own name", ["Host: evil.example:PORT"]],
    ["a name that resolves here", ["Host: localtest.me:PORT"]],
    ["the right name and a dot", ["Host: localhost.:PORT"]],
    ["the right name with another port", ["Host: localhost:1"]],
    ["the right name without the port", ["Host: localhost"]],
    ["a name below the right one", ["Host: evil.localhost:PORT"]],
    ["an address in one number", ["Host: 2130706433:PORT"]],
    ["its own name beside the right one", ["Host: localhost:PORT", "Host: evil.example"]],
    ["the right name as forwarded", ["Host: evil.example", "X-Forwarded-Host: localhost:PORT"]],
  ])("is refused with %s, and reached without the guard", async (_, hosts) => {
    const ask = async (port: number): Promise<string> => {
      const named = hosts.map((host) => host.replace("PORT", String(port)));
      return sendRaw(port, ["GET /api/bootstrap HTTP/1.1", ...named, TOKEN, "Connection: close"]);
    };
    expect(statusOf(await ask(await listenGuarded()))).toBe(403);
    expect(await ask(await listenGuarded(false))).toContain("reached");
  });

  test.each([
    ["no name in HTTP/1.0", ["GET /api/bootstrap HTTP/1.0", TOKEN]],
    ["no name", ["GET /api/bootstrap HTTP/1.1", TOKEN, "Connection: close"]],
    ["two names in one", ["GET / HTTP/1.1", "Host: localhost:PORT, evil.example", "Connection: close"]],
    ["a name behind an @", ["GET / HTTP/1.1", "Host: localhost:PORT@evil.example", "Connection: close"]],
  ])("is refused with %s", async (_, lines) => {
    const port = await listenGuarded();
    const answer = await sendRaw(
      port,
      lines.map((line) => line.replace("PORT", String(port))),
    );
    expect(statusOf(answer)).toBe(400);
  });

  test("is refused where the target of the request names another host than the header that is checked", async () => {
    const ask = (port: number): Promise<string> =>
      sendRaw(port, [
        "GET http://evil.example/api/bootstrap HTTP/1.1",
        `Host: localhost:${port}`,
        TOKEN,
        "Connection: close",
      ]);
    expect(statusOf(await ask(await listenGuarded()))).toBe(400);
    expect(await ask(await listenLenient())).toContain("reached");
  });
});

describe("A path written in another way", () => {
  test.each([
    "/%61pi/bootstrap",
    "/./api/bootstrap",
    "/x/../api/bootstrap",
    "/x/%2e%2e/mcp/shop",
    "/mcp/..%2fapi",
  ])("needs the token as well: %s", async (path) => {
    const ask = async (guarded: boolean): Promise<string> => {
      const port = await listenGuarded(guarded);
      return sendRaw(port, [`GET ${path} HTTP/1.1`, `Host: localhost:${port}`, "Connection: close"]);
    };
    expect(statusOf(await ask(true))).toBe(401);
    expect(await ask(false)).toContain("reached");
  });
});

test("A request within a request is refused, which a lenient parser would take for a second one", async () => {
  const ask = (port: number): Promise<string> =>
    sendRaw(
      port,
      ["POST / HTTP/1.1", `Host: localhost:${port}`, "Content-Length: 4", "Transfer-Encoding: chunked"],
      "0\r\n\r\nGET /api/smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );

  const answer = await ask(await listenGuarded());
  expect(statusOf(answer)).toBe(400);
  expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  expect((await ask(await listenLenient())).match(/reached/g)).toHaveLength(2);
});

describe("A caller that takes its time", () => {
  const within: ConnectionBounds = { headMs: 50, requestMs: 100, connections: 10 };
  const patient: ConnectionBounds = { headMs: 60_000, requestMs: 60_000, connections: 10 };

  async function open(bounds: ConnectionBounds, sent: string): Promise<{ readonly ended: () => boolean }> {
    const server = await openLoopbackServer(0, "--port", bounds);
    onTestFinished(() => server.close());
    server.handle(async (request) => new Response(await request.text()));
    const socket = connect(server.port, "127.0.0.1", () => void socket.write(sent));
    let ended = false;
    socket
      .on("error", () => {})
      .on("close", () => (ended = true))
      .resume();
    return { ended: () => ended };
  }

  test.each([
    ["says nothing", ""],
    ["stays in the middle of a header", "GET / HTTP/1.1\r\nHost: loc"],
    ["stays in the middle of a body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab"],
  ])("and %s is sent away, where others may hold a connection for as long as they like", async (_, sent) => {
    const [bounded, unbounded] = [await open(within, sent), await open(patient, sent)];
    await expect.poll(bounded.ended, { timeout: 5000 }).toBe(true);
    expect(unbounded.ended()).toBe(false);
  });
});

describe("Callers without end", () => {
  async function connected(connections: number, wanted: number): Promise<number> {
    const server = await openLoopbackServer(0, "--port", { headMs: 60_000, requestMs: 60_000, connections });
    onTestFinished(() => server.close());
    server.handle(() => new Response("hello"));
    const sockets = await Promise.all(
      Array.from({ length: wanted }, async () => {
        const socket = connect(server.port, "127.0.0.1");
        return new Promise<Socket | undefined>((resolve) => {
          socket.on("error", () => resolve(undefined)).on("close", () => resolve(undefined));
          socket.on("data", () => resolve(socket));
          socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        });
      }),
    );
    for (const socket of sockets) socket?.destroy();
    return sockets.filter((socket) => socket !== undefined).length;
  }

  test("are taken in up to a bound", async () => {
    expect(await connected(5, 20)).toBe(5);
    expect(await connected(100, 20)).toBe(20);
  });
});
