import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { startDemoServer } from "@vitrine/demo-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { defaultLimits } from "./limits.ts";
import { createPages } from "./pages.ts";
import { createForwardedCalls } from "./record/forwarded-calls.ts";
import { createRelay } from "./relay.ts";
import type { RelayFrame } from "./relay-frame.ts";
import { httpServer, listenHttp, startTestHost, temporaryDirectory } from "./running-host.fixture.ts";
import { createServers } from "./servers.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" };

describe("The relay", () => {
  test("carries a conversation with an MCP server", async () => {
    const demo = await startDemoServer({ port: 0 });
    onTestFinished(() => demo.close());
    const { openPage } = await startTestHost({ servers: [httpServer(new URL(demo.url))] });
    const page = await openPage();
    const initialize = {
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
    };

    const id = await page.post("upstream", initialize, { Accept: "application/json, text/event-stream" });

    const answer = await page.answer(id);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"protocolVersion":"2025-11-25"');
  });

  test("passes pieces of an event stream on before it ends", async () => {
    let finish = (): void => {};
    const url = await listenHttp((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 50 %\n\n");
      finish = () => void response.end("data: 100 %\n\n");
    });
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();

    const id = await page.post("upstream", PING);
    await page.frame((frame) => "data" in frame && frame.data === "data: 50 %\n\n");
    finish();

    expect(await page.answer(id)).toEqual({
      status: 200,
      text: "data: 50 %\n\ndata: 100 %\n\n",
      error: undefined,
    });
  });

  test("keeps letters whole that lie across two pieces", async () => {
    const bytes = Buffer.from('{"tea":"煎茶"}');
    const url = await listenHttp((_, response) => {
      response.write(bytes.subarray(0, 9), () => response.end(bytes.subarray(9)));
    });
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();

    expect((await page.answer(await page.post("upstream", PING))).text).toBe('{"tea":"煎茶"}');
  });

  test("aborts the upstream request when the page cancels it, and says so", async () => {
    let aborted: Promise<unknown> | undefined;
    const url = await listenHttp((_, response) => {
      aborted = once(response, "close");
      response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    });
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();
    const id = await page.post("upstream", PING);
    await page.frame((frame) => "status" in frame);

    await page.fetch("/api/cancel", { method: "POST", body: JSON.stringify({ id }) });

    await aborted;
    expect((await page.answer(id)).error).toBe("The request was cancelled.");
  });

  test("aborts the upstream request when the page goes away", async () => {
    let aborted: Promise<unknown> | undefined;
    const url = await listenHttp((_, response) => {
      aborted = once(response, "close");
      response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    });
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();
    await page.post("upstream", PING);
    await page.frame((frame) => "status" in frame);

    page.leave();

    await aborted;
  });

  test("passes on protocol headers and the configured ones, and nothing else", async () => {
    let received: IncomingHttpHeaders = {};
    const url = await listenHttp((request, response) => {
      received = request.headers;
      response.setHeader("Set-Cookie", "secret=1").setHeader("Mcp-Session-Id", "s1").end("{}");
    });
    const { openPage } = await startTestHost({
      servers: [httpServer(url, { headers: { Authorization: "Bearer of-the-config" } })],
    });
    const page = await openPage();

    await page.answer(
      await page.post("upstream", PING, { "Mcp-Method": "ping", Cookie: "a=b", "X-Else": "1" }),
    );

    expect(received).toMatchObject({ authorization: "Bearer of-the-config", "mcp-method": "ping" });
    expect(Object.keys(received)).not.toEqual(expect.arrayContaining(["cookie"]));
    expect(Object.keys(received)).not.toEqual(expect.arrayContaining(["x-else"]));
    expect(Object.keys(received)).not.toEqual(expect.arrayContaining(["vitrine-page"]));
    const head = await page.frame((frame) => "status" in frame);
    expect(head).toMatchObject({ headers: { "mcp-session-id": "s1" } });
    expect(head).not.toHaveProperty("headers.set-cookie");
  });

  test("refuses a body that contradicts its headers", async () => {
    const { openPage } = await startTestHost({ servers: [httpServer(new URL("http://127.0.0.1:9/"))] });
    const page = await openPage();
    const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "pay_bill" } };

    await expect(page.post("upstream", call, { "Mcp-Method": "tools/list" })).rejects.toThrow("400");
    await expect(page.post("upstream", call, { "Mcp-Name": "show_bill" })).rejects.toThrow("contradict");
  });

  test("refuses a body that is too large, with and without its length said before", async () => {
    const { openPage, host, errors } = await startTestHost({
      servers: [httpServer(new URL("http://127.0.0.1:9/"))],
      limits: { ...defaultLimits, requestBytes: 1000 },
    });
    const page = await openPage();
    const large = { ...PING, params: { text: "x".repeat(2000) } };
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode("x".repeat(600)));
      },
    });

    await expect(page.post("upstream", large)).rejects.toThrow("413");
    const chunked = await page.fetch("/mcp/upstream", {
      method: "POST",
      headers: { "Vitrine-Request": "chunked" },
      body: chunks,
      duplex: "half",
    } as object);
    expect(chunked.status).toBe(413);
    expect(errors).toEqual([]);
    expect(host.origin).toMatch(/^http:\/\/localhost:\d+$/);
  });

  test("breaks off an answer that is too large", async () => {
    const url = await listenHttp((_, response) => response.end("x".repeat(5000)));
    const { openPage } = await startTestHost({
      servers: [httpServer(url)],
      limits: { ...defaultLimits, messageBytes: 1000 },
    });
    const page = await openPage();

    expect((await page.answer(await page.post("upstream", PING))).error).toContain("more than 1000 bytes");
  });

  test("says what is wrong when nothing listens, the name is unknown, or the answer breaks off", async () => {
    const breaking = await listenHttp((_, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy());
    });
    const { openPage } = await startTestHost({
      servers: [
        httpServer(new URL("http://127.0.0.1:1/mcp"), { name: "dead" }),
        httpServer(new URL("http://no-such-name.invalid/mcp"), { name: "unknown" }),
        httpServer(breaking, { name: "breaking" }),
      ],
    });
    const page = await openPage();

    expect((await page.answer(await page.post("dead", PING))).error).toContain("is not running");
    expect((await page.answer(await page.post("unknown", PING))).error).toContain("could not be resolved");
    expect((await page.answer(await page.post("breaking", PING))).error).toContain(
      "in the middle of its answer",
    );
  });

  test("refuses a page without stream, a server that is not configured, and an id that is in use", async () => {
    const url = await listenHttp(() => {});
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();
    await page.post("upstream", PING, { "Vitrine-Request": "the-same" });

    await expect(page.post("upstream", PING, { "Vitrine-Page": "another-page" })).rejects.toThrow(
      "no-stream",
    );
    await expect(page.post("elsewhere", PING)).rejects.toThrow("404");
    await expect(page.post("upstream", PING, { "Vitrine-Request": "the-same" })).rejects.toThrow(
      "bad-request-id",
    );
  });

  test("bounds the requests of one page", async () => {
    const url = await listenHttp(() => {});
    const { openPage } = await startTestHost({
      servers: [httpServer(url)],
      limits: { ...defaultLimits, requestsPerPage: 2 },
    });
    const page = await openPage();
    const other = await openPage();
    await page.post("upstream", PING);
    await page.post("upstream", PING);

    await expect(page.post("upstream", PING)).rejects.toThrow("429");
    await expect(other.post("upstream", PING)).resolves.toBeTypeOf("string");
  });
});

describe("A redirect to an address that nobody reviewed", () => {
  const redirecting = async (): Promise<{ url: URL; reached: () => number }> => {
    let reached = 0;
    const target = await listenHttp((_, response) => {
      reached++;
      response.end("{}");
    });
    const url = await listenHttp(
      (_, response) => void response.writeHead(307, { Location: target.href }).end(),
    );
    return { url, reached: () => reached };
  };

  test("is reached by a client that follows it", async () => {
    const { url, reached } = await redirecting();
    await fetch(url, { method: "POST", body: "{}" });
    expect(reached()).toBe(1);
  });

  test("is not reached through the relay, which says where it points", async () => {
    const { url, reached } = await redirecting();
    const { openPage } = await startTestHost({ servers: [httpServer(url)] });
    const page = await openPage();

    const { status, error } = await page.answer(await page.post("upstream", PING));

    expect(status).toBeUndefined();
    expect(error).toMatch(/^upstream redirects to http:\/\/127\.0\.0\.1:\d+: give the server's final URL\.$/);
    expect(reached()).toBe(0);
  });
});

describe("A name that resolves to this machine after it was added", () => {
  const setUp = async (
    reach: readonly ("public" | "loopback")[],
  ): Promise<{ frames: RelayFrame[]; hits: () => number }> => {
    let hits = 0;
    const victim = await listenHttp((_, response) => {
      hits++;
      response.end("{}");
    });
    const url = new URL(`http://rebinding.example:${victim.port}/mcp`);
    const pages = createPages({ limit: 1 });
    const servers = await createServers({
      configured: [httpServer(url, { source: "page", reach })],
      templates: "ask",
      data: temporaryDirectory(),
    });
    const resolve = async (): Promise<{ address: string; family: number }[]> => [
      { address: "127.0.0.1", family: 4 },
    ];
    const relay = createRelay({
      servers,
      pages,
      limits: defaultLimits,
      calls: createForwardedCalls({ admit: () => undefined }),
      resolve,
    });
    onTestFinished(async () => {
      pages.close();
      await relay.close();
    });
    const { body } = pages.open("page-of-this-test");
    const headers = { "Vitrine-Page": "page-of-this-test", "Vitrine-Request": "1" };
    await relay.take(
      "upstream",
      new Request("http://localhost/", { method: "POST", headers, body: JSON.stringify(PING) }),
    );
    const frames: RelayFrame[] = [];
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const lines = new TextDecoder().decode(chunk).trim().split("\n");
      frames.push(...lines.map((line) => JSON.parse(line) as RelayFrame));
      if (frames.some((frame) => "end" in frame || "error" in frame)) break;
    }
    return { frames, hits: () => hits };
  };

  test("is reached when this machine is within reach", async () => {
    const { hits } = await setUp(["public", "loopback"]);
    expect(hits()).toBe(1);
  });

  test("is refused before a packet leaves when only public addresses are", async () => {
    const { frames, hits } = await setUp(["public"]);
    expect(frames.at(-1)).toMatchObject({ error: { code: "address-refused" } });
    expect(hits()).toBe(0);
  });
});

describe("A slow page", () => {
  test("makes the relay pause the upstream", async () => {
    const chunk = Buffer.alloc(256 * 1024, "x");
    let written = 0;
    const url = await listenHttp((_, response) => {
      const fill = (): void => {
        for (let room = true; room && written < 64; written++) room = response.write(chunk);
      };
      response.on("drain", fill);
      fill();
    });
    const { host } = await startTestHost({ servers: [httpServer(url)] });
    const headers = { Authorization: "Bearer the-token-of-this-test", "Vitrine-Page": "page-of-this-test" };
    const stream = httpRequest(`${host.origin}/api/stream`, { headers });
    stream.end();
    const [response] = (await once(stream, "response")) as [NodeJS.ReadableStream];
    response.pause();
    onTestFinished(() => void stream.destroy());

    await fetch(`${host.origin}/mcp/upstream`, {
      method: "POST",
      headers: { ...headers, "Vitrine-Request": "1" },
      body: JSON.stringify(PING),
    });
    await expect.poll(() => written).toBeGreaterThan(4);

    expect(written).toBeLessThan(64);
  });
});
