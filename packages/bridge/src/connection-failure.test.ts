import { describe, expect, test, vi } from "vitest";
import { connectionFailure } from "./connection-failure.ts";
import { VitrineError } from "./errors.ts";
import { connectMcp } from "./mcp-connection.ts";

const page = "<!DOCTYPE html><title>Shop</title>";
const html = { headers: { "content-type": "text/html" } };

async function failureOf(fetch: typeof globalThis.fetch, signal?: AbortSignal): Promise<unknown> {
  const connecting = connectMcp({
    name: "shop",
    info: { name: "vitrine", version: "0.1.0" },
    target: { url: new URL("https://shop.example/mcp?key=secret"), fetch },
    ...(signal && { signal }),
    onClose: () => {},
    onToolsChanged: () => {},
    onResourcesChanged: () => {},
    onResourceUpdated: () => {},
  });
  return connecting.then(
    () => "connected",
    (error: unknown) => error,
  );
}

describe("connecting", () => {
  test.each<[string, () => Response, string]>([
    ["a web page", () => new Response(page, html), "answered with a web page, not MCP"],
    [
      "a web page that is an error",
      () => new Response(page, { ...html, status: 404 }),
      "web page, not MCP (404)",
    ],
    [
      "no endpoint",
      () => new Response("nope", { status: 404 }),
      "There is no MCP endpoint at https://shop.example/mcp",
    ],
    ["a wall", () => new Response("", { status: 401 }), "wants a sign-in (401)"],
    ["a closed door", () => new Response("", { status: 403 }), "denies access (403)"],
    ["a broken server", () => new Response("oops", { status: 502 }), "answered with HTTP 502"],
    [
      "a redirect",
      () => Response.redirect("https://elsewhere.example/mcp", 307),
      "https://elsewhere.example/mcp",
    ],
    ["another kind of server", () => new Response("hello"), "answered with text/plain"],
    ["JSON that is no MCP", () => Response.json({ hello: "world" }), "answered, but not in MCP"],
    [
      "broken JSON",
      () => new Response("{", { headers: { "content-type": "application/json" } }),
      "not in MCP",
    ],
  ])("to %s says so, and how to mend it", async (_what, respond, sentence) => {
    const failure = await failureOf(() => Promise.resolve(respond()));
    expect(failure).toBeInstanceOf(VitrineError);
    expect(failure).toMatchObject({ code: "connection-failed", message: expect.stringContaining(sentence) });
    expect(failure).toMatchObject({ message: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(failure).not.toMatchObject({ message: expect.stringContaining("secret") });
  });

  test("to a port where nobody listens names the system's error", async () => {
    const failure = await failureOf(() => fetch("http://127.0.0.1:2/mcp", { method: "POST" }));
    expect(failure).toMatchObject({
      code: "connection-failed",
      message: expect.stringMatching(
        /could not be reached at https:\/\/shop\.example\/mcp: ECONNREFUSED; check/,
      ),
    });
  });

  test("names both reasons where a browser does not tell them apart", async () => {
    const failure = await failureOf(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(failure).toMatchObject({
      code: "connection-failed",
      message: expect.stringMatching(
        /does not run, its CORS headers do not allow this page, or this page's Content-Security-Policy/,
      ),
    });
  });

  test("is cancelled by its signal, before and while it waits", async () => {
    expect(
      await failureOf(() => Promise.reject(new Error("asked")), AbortSignal.abort("not needed")),
    ).toMatchObject({
      code: "cancelled",
      message: "Cancelled: not needed",
    });

    const giveUp = new AbortController();
    const asked = vi.fn<typeof fetch>(
      (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        }),
    );
    const failure = failureOf(asked, giveUp.signal);
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    giveUp.abort("too slow");
    expect(await failure).toMatchObject({ code: "cancelled", message: "Cancelled: too slow" });
  });
});

describe("a request", () => {
  const during = { name: "shop", during: "request" } as const;

  test.each([
    ["nobody answers", Object.assign(new Error(), { code: "REQUEST_TIMEOUT" }), "timeout"],
    ["the connection closes", Object.assign(new Error(), { code: "CONNECTION_CLOSED" }), "server-gone"],
    ["the network fails", new TypeError("Failed to fetch"), "server-gone"],
    ["the server breaks", Object.assign(new Error(), { status: 503, code: "CLIENT_HTTP" }), "server-gone"],
    ["the answer is malformed", Object.assign(new Error(), { code: "INVALID_RESULT" }), "connection-failed"],
    ["something else is thrown", new Error("Not connected"), "server-gone"],
  ])("fails with a code of its own when %s", (_what, error, code) => {
    expect(connectionFailure(error, during)).toMatchObject({ code, cause: error });
  });

  test("that failed for a known reason keeps it", () => {
    const known = new VitrineError("not-found", "There is no such thing.");
    expect(connectionFailure(known, during)).toBe(known);
  });
});
