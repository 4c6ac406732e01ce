import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { ApiError } from "./api-error.ts";
import { createGuard } from "./guard.ts";

const ORIGIN = "http://localhost:5180";

function app(guarded: boolean): Hono {
  const hono = new Hono();
  hono.onError((error, c) =>
    error instanceof ApiError ? c.text(error.code, error.status) : c.text("failed", 500),
  );
  if (guarded) hono.use(createGuard({ origin: ORIGIN, token: "right" }));
  hono.all("*", (c) => c.text("reached"));
  return hono;
}

const own = { Host: "localhost:5180", Authorization: "Bearer right" };
const ask = async (
  path: string,
  headers: Record<string, string>,
  guarded = true,
  method = "GET",
): Promise<string> => (await app(guarded).request(ORIGIN + path, { method, headers })).text();

describe("The guard", () => {
  test.each([
    ["the page itself", "/", { Host: "localhost:5180" }],
    ["the page's own request", "/api/bootstrap", { ...own, Origin: ORIGIN, "Sec-Fetch-Site": "same-origin" }],
    ["a program with the token", "/mcp/shop", own],
    ["the address bar", "/?server=shop", { Host: "localhost:5180", "Sec-Fetch-Site": "none" }],
    [
      "a link from another page",
      "/?server=shop&tool=pay",
      {
        Host: "localhost:5180",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
      },
    ],
  ])("lets %s pass", async (_, path, headers) => {
    expect(await ask(path, headers)).toBe("reached");
  });

  test.each([
    ["a rebound name", "/", { Host: "evil.example:5180" }, "wrong-host"],
    ["a rebound name with the token", "/api/bootstrap", { ...own, Host: "evil.example:5180" }, "wrong-host"],
    ["another port's name", "/", { Host: "localhost:9999" }, "wrong-host"],
    ["an address instead of the name", "/api/bootstrap", { ...own, Host: "127.0.0.1:5180" }, "wrong-host"],
    ["another page", "/api/bootstrap", { ...own, Origin: "https://evil.example" }, "wrong-origin"],
    ["a View", "/api/bootstrap", { ...own, Origin: "http://a1.b2.localhost:5181" }, "wrong-origin"],
    ["an opaque page", "/mcp/shop", { ...own, Origin: "null" }, "wrong-origin"],
    ["another page's script tag", "/assets/a.js", { ...own, "Sec-Fetch-Site": "cross-site" }, "cross-site"],
    ["another port's page", "/", { ...own, "Sec-Fetch-Site": "same-site" }, "cross-site"],
    [
      "a frame in another page",
      "/",
      { ...own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" },
      "cross-site",
    ],
    [
      "a link to the API",
      "/api/audit.ndjson",
      { ...own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" },
      "cross-site",
    ],
    ["no token", "/api/bootstrap", { Host: "localhost:5180" }, "bad-token"],
    ["a wrong token", "/mcp/shop", { ...own, Authorization: "Bearer wrong" }, "bad-token"],
    ["a token without scheme", "/mcp/shop", { ...own, Authorization: "right" }, "bad-token"],
    ["no token for the bare path", "/api", { Host: "localhost:5180" }, "bad-token"],
  ])("stops %s, which gets through without it", async (_, path, headers, code) => {
    expect(await ask(path, headers)).toBe(code);
    expect(await ask(path, headers, false)).toBe("reached");
  });

  test.each(["127.0.0.1:5180", "[::1]:5180"])("sends %s to localhost, with path and query", async (host) => {
    const response = await app(true).request(`${ORIGIN}/?server=a&args=%7B%7D`, { headers: { Host: host } });
    expect(response.status).toBe(307);
    expect(response.headers.get("Location")).toBe(`${ORIGIN}/?server=a&args=%7B%7D`);
  });
});
