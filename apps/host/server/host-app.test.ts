import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { templateDigest, type Approval } from "@vitrine/bridge";
import { describe, expect, test } from "vitest";
import { httpServer, listenHttp, startTestHost, type TestPage } from "./running-host.fixture.ts";

const facts = {
  htmlDigest: `sha256:${"0".repeat(64)}`,
  csp: { connectDomains: ["https://api.example.com"] },
};

async function approvalOf(more: Partial<Approval> = {}): Promise<Approval> {
  return {
    state: "approved",
    identity: "https://example.com/mcp",
    uri: "ui://shop/basket",
    digest: await templateDigest(facts),
    facts,
    by: "person",
    at: "2026-01-26T12:00:00.000Z",
    ...more,
  };
}

const send = (page: TestPage, method: string, path: string, body: unknown): Promise<Response> =>
  page.fetch(path, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

describe("The page", () => {
  test("is served with its token, never stored, and with headers that keep it to itself", async () => {
    const { host } = await startTestHost();

    const response = await fetch(host.origin);

    expect(await response.text()).toBe('<meta name="vitrine-token" content="the-token-of-this-test" />');
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("Content-Security-Policy")).toMatch(
      /script-src 'self';.*frame-src http:\/\/proxy\.localhost:\d+; frame-ancestors 'none'/,
    );
    expect(response.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
  });

  test.each(["/", "/nope", "/api/bootstrap", "/api/nope", "/mcp/nope"])(
    "and whatever else is at %s can be embedded and read by nobody else, and tells nobody where it was",
    async (path) => {
      const { host, openPage } = await startTestHost();
      const page = await openPage();
      const answers = [await fetch(host.origin + path, { method: "POST" }), await page.fetch(path)];
      for (const { headers } of answers) {
        expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
        expect(headers.get("Referrer-Policy")).toBe("no-referrer");
        expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
        expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
      }
    },
  );

  test("is told its servers, the sandbox and the policy", async () => {
    const policy = [{ tool: "pay_*", verdict: "ask" }] as const;
    const { openPage } = await startTestHost({
      servers: [httpServer(new URL("http://127.0.0.1:9/"))],
      policy,
      viewLimits: { callsAtOnce: 2 },
    });
    const page = await openPage();

    const bootstrap: unknown = await (await page.fetch("/api/bootstrap")).json();

    expect(bootstrap).toMatchObject({
      version: "0.0.0",
      sandbox: { proxy: expect.stringMatching(/^http:\/\/proxy\.localhost:\d+\/$/) as string },
      servers: [{ name: "upstream", transport: "http", source: "config", templates: "trust-on-first-use" }],
      templates: "trust-on-first-use",
      policy,
      limits: { pages: 32 },
      viewLimits: { callsAtOnce: 2 },
    });
  });

  test("learns nothing at addresses that do not exist, nor outside its directory", async () => {
    const { host, openPage } = await startTestHost();
    const page = await openPage();

    expect((await page.fetch("/api/nope")).status).toBe(404);
    expect((await fetch(`${host.origin}/nope.js`)).status).toBe(404);
    expect((await fetch(`${host.origin}/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  });
});

describe("Approvals", () => {
  test("are kept for the next start, readable by nobody else", async () => {
    const { openPage, data } = await startTestHost();
    const page = await openPage();
    const approval = await approvalOf();

    expect((await send(page, "PUT", "/api/approvals", approval)).status).toBe(204);

    expect(await (await page.fetch("/api/approvals")).json()).toEqual([approval]);
    const file = join(data, "approvals.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([approval]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("replace the one before of the same template, and survive being sent at once", async () => {
    const { openPage } = await startTestHost();
    const page = await openPage();
    const uris = ["ui://a", "ui://b", "ui://c", "ui://a"];
    const approvals = await Promise.all(uris.map((uri) => approvalOf({ uri })));

    await Promise.all(approvals.map((approval) => send(page, "PUT", "/api/approvals", approval)));

    const kept = (await (await page.fetch("/api/approvals")).json()) as Approval[];
    expect(kept.map(({ uri }) => uri).toSorted()).toEqual(["ui://a", "ui://b", "ui://c"]);
  });

  test("are refused when the digest is of something else, or a field is unknown", async () => {
    const { openPage } = await startTestHost();
    const page = await openPage();
    const other = await approvalOf({
      facts: { ...facts, csp: { connectDomains: ["https://evil.example"] } },
    });

    expect(await (await send(page, "PUT", "/api/approvals", other)).json()).toMatchObject({
      error: { code: "bad-approval", message: "The digest of the approval is not that of its facts." },
    });
    const response = await send(page, "PUT", "/api/approvals", { ...(await approvalOf()), extra: 1 });
    expect(response.status).toBe(400);
    expect(await (await page.fetch("/api/approvals")).json()).toEqual([]);
  });

  test("that were damaged on disk stop the start of the next host", async () => {
    const { openPage, data, errors } = await startTestHost();
    const page = await openPage();
    writeFileSync(join(data, "approvals.json"), "{");

    expect((await page.fetch("/api/approvals")).status).toBe(500);
    expect(errors[0]?.message).toContain("is damaged: mend it, or move it away to start afresh.");
  });
});

describe("A ticket for the sandbox", () => {
  const ask = async (approval: Approval, wanted: Partial<Approval> = {}): Promise<Response> => {
    const { openPage } = await startTestHost();
    const page = await openPage();
    await send(page, "PUT", "/api/approvals", approval);
    const { identity, uri, digest } = { ...approval, ...wanted };
    return send(page, "POST", "/api/tickets", { identity, uri, digest });
  };

  test("is given for a version that is approved", async () => {
    const response = await ask(await approvalOf());
    expect(await response.json()).toEqual({ ticket: expect.stringMatching(/^[\w-]+\.[\w-]+$/) as string });
  });

  test.each<[string, Partial<Approval>, Partial<Approval>]>([
    ["a blocked template", { state: "blocked" }, {}],
    ["another version", {}, { digest: `sha256:${"1".repeat(64)}` }],
    ["another server", {}, { identity: "https://evil.example/mcp" }],
    ["another template", {}, { uri: "ui://shop/other" }],
  ])("is refused for %s", async (_, approved, wanted) => {
    const response = await ask(await approvalOf(approved), wanted);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: "not-approved" } });
  });
});

describe("A server added by URL", () => {
  test("on this machine needs a confirmation, is told to every page and kept for the next start", async () => {
    const url = await listenHttp((_, response) => response.end("{}"));
    const { openPage, data } = await startTestHost();
    const [page, other] = [await openPage(), await openPage()];

    const first = await send(page, "POST", "/api/servers", { url: url.href });
    expect(first.status).toBe(409);
    expect(await first.json()).toMatchObject({ error: { code: "needs-confirmation" } });

    const second = await send(page, "POST", "/api/servers", { name: "mine", url: url.href, confirmed: true });
    expect(await second.json()).toMatchObject({
      name: "mine",
      source: "page",
      templates: "ask",
      transport: "http",
    });
    await other.frame((frame) => "servers" in frame && JSON.stringify(frame.servers).includes("mine"));
    expect((await page.answer(await page.post("mine", { jsonrpc: "2.0", id: 1, method: "ping" }))).text).toBe(
      "{}",
    );
    expect(readFileSync(join(data, "servers.json"), "utf8")).toContain(url.href);
  });

  test("can be removed again, which one of the config file cannot", async () => {
    const url = await listenHttp((_, response) => response.end("{}"));
    const { openPage } = await startTestHost({
      servers: [httpServer(new URL("http://127.0.0.1:9/"))],
    });
    const page = await openPage();
    await send(page, "POST", "/api/servers", { name: "mine", url: url.href, confirmed: true });

    expect((await page.fetch("/api/servers/mine", { method: "DELETE" })).status).toBe(204);
    expect((await page.fetch("/api/servers/upstream", { method: "DELETE" })).status).toBe(403);
    await expect(page.post("mine", {})).rejects.toThrow("404");
  });

  test.each([
    [{ url: "http://192.168.1.1/mcp", confirmed: true }, "address-refused"],
    [{ url: "http://169.254.169.254/latest", confirmed: true }, "address-refused"],
    [{ url: "http://[::ffff:169.254.169.254]/", confirmed: true }, "address-refused"],
    [{ url: "http://2852039166/", confirmed: true }, "address-refused"],
    [{ url: "http://0/", confirmed: true }, "address-refused"],
    [{ url: "http://2130706433/" }, "needs-confirmation"],
    [{ url: "http://user:password@example.com/" }, "bad-url"],
    [{ url: "file:///etc/passwd" }, "bad-url"],
    [{ url: "node server.js" }, "bad-url"],
    [{ url: "http://127.0.0.1/", name: "../x" }, "bad-body"],
    [{ command: "sh", args: ["-c", "id"] }, "bad-body"],
    [{ url: "http://127.0.0.1:9/", confirmed: true }, "exists"],
    [{ url: "http://127.0.0.1:8/", name: "upstream", confirmed: true }, "name-taken"],
  ])("is refused as %j: %s", async (wanted, code) => {
    const { openPage } = await startTestHost({
      servers: [httpServer(new URL("http://127.0.0.1:9/"), { identity: "http://127.0.0.1:9" })],
    });
    const page = await openPage();

    expect(await (await send(page, "POST", "/api/servers", wanted)).json()).toMatchObject({
      error: { code },
    });
  });
});
