import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { defaultConfig, type Config } from "./config.ts";
import { readLines } from "./lines.ts";
import type { RelayFrame } from "./relay-frame.ts";
import type { HttpServer, StdioServer } from "./server-entry.ts";
import { start, type RunningHost, type StartOptions } from "./start.ts";

const TOKEN = "the-token-of-this-test";

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "vitrine-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A server on a free port of 127.0.0.1 that is gone after the test. */
export async function listenHttp(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  return new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/mcp`);
}

/** A configured server behind `url`. */
export function httpServer(url: URL, more: Partial<HttpServer> = {}): HttpServer {
  return {
    name: "upstream",
    transport: "http",
    source: "config",
    templates: "trust-on-first-use",
    identity: url.href,
    address: url.href,
    url,
    headers: {},
    reach: ["public", "loopback", "private"],
    ...more,
  };
}

/** A configured server that runs `script` in Node. */
export function stdioServer(script: string, more: Partial<StdioServer> = {}): StdioServer {
  return {
    name: "process",
    transport: "stdio",
    source: "config",
    templates: "trust-on-first-use",
    identity: "sha256:0",
    address: "node",
    command: process.execPath,
    args: ["--input-type=module", "--eval", script],
    env: {},
    cwd: tmpdir(),
    ...more,
  };
}

type PageRequest = Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

/** One page of a host under test. */
export interface TestPage {
  /** Calls the API with the page's token and id. */
  fetch(path: string, init?: PageRequest): Promise<Response>;
  /** The first frame, past or to come, that `test` holds for. */
  frame<F extends RelayFrame>(test: (frame: RelayFrame) => boolean): Promise<F>;
  /** Posts a message to a server and returns the id of the request. Throws when it is refused. */
  post(server: string, message: unknown, headers?: Record<string, string>): Promise<string>;
  /** The whole answer to a request. */
  answer(id: string): Promise<{ status: number | undefined; text: string; error: string | undefined }>;
  /** Breaks the stream. */
  leave(): void;
}

/** Starts a host on free ports; it is gone after the test. */
export async function startTestHost(
  config: Partial<Config> = {},
  more: Partial<Pick<StartOptions, "graceMs" | "lock" | "data">> = {},
): Promise<{ host: RunningHost; data: string; errors: Error[]; openPage(): Promise<TestPage> }> {
  const web = temporaryDirectory();
  writeFileSync(join(web, "index.html"), '<meta name="vitrine-token" content="__VITRINE_TOKEN__" />');
  const { data = temporaryDirectory() } = more;
  const errors: Error[] = [];
  const host = await start({
    version: "0.0.0",
    port: 0,
    sandboxPort: 0,
    data,
    web,
    token: TOKEN,
    config: { ...defaultConfig, ...config },
    lock: [],
    onError: (error) => errors.push(error),
    ...more,
  });
  onTestFinished(() => host.close());
  return { host, data, errors, openPage: () => openPage(host.origin) };
}

async function openPage(origin: string): Promise<TestPage> {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Vitrine-Page": randomUUID() };
  const leaving = new AbortController();
  const response = await fetch(`${origin}/api/stream`, { headers, signal: leaving.signal });
  const frames: RelayFrame[] = [];
  let heard: (() => void)[] = [];
  void (async () => {
    for await (const line of readLines(response.body as AsyncIterable<Uint8Array>, Infinity)) {
      frames.push(JSON.parse(line) as RelayFrame);
      for (const wake of heard.splice(0)) wake();
    }
  })().catch(() => {});

  const page: TestPage = {
    fetch: (path, init) => fetch(origin + path, { ...init, headers: { ...headers, ...init?.headers } }),
    async frame<F extends RelayFrame>(test: (frame: RelayFrame) => boolean) {
      for (;;) {
        const found = frames.find(test);
        if (found !== undefined) return found as F;
        await new Promise<void>((resolve) => (heard = [...heard, resolve]));
      }
    },
    async post(server, message, more) {
      const id = randomUUID();
      const taken = await page.fetch(`/mcp/${encodeURIComponent(server)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Vitrine-Request": id, ...more },
        body: JSON.stringify(message),
      });
      if (taken.status !== 202) throw new Error(`${taken.status} ${await taken.text()}`);
      return id;
    },
    async answer(id) {
      await page.frame(
        (frame) => "id" in frame && frame["id"] === id && ("end" in frame || "error" in frame),
      );
      const own = frames.filter((frame) => "id" in frame && frame["id"] === id) as {
        status?: number;
        data?: string;
        error?: { message: string };
      }[];
      return {
        status: own.find((frame) => frame.status !== undefined)?.status,
        text: own.map((frame) => frame.data ?? "").join(""),
        error: own.find((frame) => frame.error !== undefined)?.error?.message,
      };
    },
    leave: () => leaving.abort(),
  };
  return page;
}
