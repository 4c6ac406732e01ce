import { expect, test } from "vitest";
import { startDemoServer } from "./demo-server.ts";

const preflight = { method: "OPTIONS", headers: { origin: "http://localhost:5180" } };

test("listens on a free loopback port until it is closed, which may happen twice", async () => {
  const server = await startDemoServer();
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  expect((await fetch(server.url, preflight)).status).toBe(204);
  await server.close();
  await server.close();
  await expect(fetch(server.url, preflight)).rejects.toThrow();
});

test("says when the port is taken", async () => {
  const server = await startDemoServer();
  const port = Number(new URL(server.url).port);
  await expect(startDemoServer({ port })).rejects.toThrow("EADDRINUSE");
  await server.close();
});
