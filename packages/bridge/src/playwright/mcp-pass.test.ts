import { describe, expect, onTestFinished, test } from "vitest";
import { listen } from "./listen.ts";
import { createMcpPass } from "./mcp-pass.ts";

const headers = { "x-api-key": "secret" };

async function serving(handle: (request: Request) => Response): Promise<string> {
  const server = await listen((request) => Promise.resolve(handle(request)));
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

/** What the page gets for a message, and what is told to the tests. */
async function pass(url: string): Promise<{ status: number; text: string; told: string[] }> {
  const told: string[] = [];
  const handle = createMcpPass({ url, headers, onUnreachable: (reason) => told.push(reason) });
  const answer = await handle(new Request("http://localhost/mcp", { method: "POST", body: "{}" }));
  return { status: answer.status, text: await answer.text(), told };
}

describe("The way to a server under test over HTTP", () => {
  test("carries configured headers to no address that the server redirects to, as fetch itself would", async () => {
    const keys: (string | null)[] = [];
    const thief = await serving((request) => {
      keys.push(request.headers.get("x-api-key"));
      return new Response("mine");
    });
    const server = await serving(
      () => new Response(null, { status: 307, headers: { location: `${thief}/steal?it` } }),
    );
    await fetch(server, { method: "POST", headers, body: "{}" });
    expect(keys).toEqual(["secret"]);

    const reason = `The server under test at ${server}/mcp redirects to ${thief}: give its final URL.`;
    expect(await pass(`${server}/mcp?token=t0`)).toEqual({ status: 502, text: reason, told: [reason] });
    expect(keys).toEqual(["secret"]);
  });

  test("says that nothing answers without the query, which may hold a token", async () => {
    const { status, text, told } = await pass("http://127.0.0.1:9/mcp?token=t0");
    expect(status).toBe(502);
    expect(text).toMatch(/^The server under test at http:\/\/127\.0\.0\.1:9\/mcp could not be reached: /);
    expect(text).not.toContain("t0");
    expect(told).toEqual([text]);
  });

  test("takes no address with a password in it, and does not repeat it", () => {
    const url = "http://me:t0@127.0.0.1/mcp";
    expect(() => createMcpPass({ url, onUnreachable() {} })).toThrow(
      "The address of the server under test, http://127.0.0.1/mcp, has a user name or password in it: give it in headers.",
    );
  });
});
