import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyAuditLog } from "@vitrine/bridge";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "./api-error.ts";
import { parseCommandLine } from "./command-line.ts";
import { readConfig } from "./config.ts";
import { refuseContradiction } from "./header-agreement.ts";
import { readLines } from "./lines.ts";
import { createMessageMeter } from "./message-meter.ts";
import {
  httpServer,
  listenHttp,
  startTestHost,
  stdioServer,
  temporaryDirectory,
} from "./running-host.fixture.ts";
import { StartupError } from "./startup-error.ts";

/** JSON as an attacker would shape it: known keys with unknown values, unknown keys, keys of every object. */
function hostileJson(keys: readonly string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ readonly value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1e308,
        "",
        "*",
        "a",
        "${A}",
        "__proto__",
        "\u0000",
        "\uD800",
      ),
      fc.string({ maxLength: 20 }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.constantFrom(...keys, "__proto__", "constructor", "toString", ""), tie("value")), {
          maxLength: 5,
        })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  return value;
}

/** What the arguments were refused with; anything but a sentence for a person is thrown on. */
function refusalOf(attempt: () => unknown): StartupError | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
}

describe("Whatever is written there,", () => {
  test("a config file is read, or refused with a place and a sentence", () => {
    const directory = temporaryDirectory();
    const file = join(directory, "mcp.json");
    const keys = [
      "mcpServers",
      "vitrine",
      "policy",
      "limits",
      "view",
      "templates",
      "origins",
      "record",
      "shop",
    ];
    const inner = ["command", "args", "env", "cwd", "url", "headers", "type", "disabled", "verdict", "actor"];
    const text = fc.oneof(
      hostileJson([...keys, ...inner]).map((value) => JSON.stringify({ mcpServers: {}, vitrine: value })),
      hostileJson([...keys, ...inner]).map((value) => JSON.stringify({ mcpServers: value })),
      hostileJson(inner).map((value) => JSON.stringify({ mcpServers: { shop: value } })),
      fc.json(),
      fc.string({ unit: fc.constantFrom(...'{}[]":,/* \n\\aé0-'.split("")) }),
    );
    fc.assert(
      fc.property(text, (written) => {
        writeFileSync(file, written);
        const refusal = refusalOf(() => readConfig({ file, directory, env: {} }));
        if (refusal === undefined) return;
        expect(refusal.exitCode).toBe(2);
        expect(refusal.message).toMatch(/^[^\n]+mcp\.json:\d+:\d+: .+[.?]$/su);
      }),
      { numRuns: 500 },
    );
  });

  test("a command line is taken, or refused with a sentence", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "--port",
        "--port=0",
        "--config",
        "--data",
        "--no-open",
        "--",
        "-",
        "-v",
        "0",
        "--no-port",
      ),
      fc.constantFrom("--__proto__", "--constructor=1", "policy", "--toString"),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const refusal = refusalOf(() => parseCommandLine(words, {}, "/here"));
        expect([undefined, 2]).toContain(refusal?.exitCode);
      }),
    );
  });

  test("headers and body of a request agree, or are refused", () => {
    const name = fc.constantFrom("pay", "=?base64?cGF5?=", "=?base64?%%%?=", "=?base64?", "ui://a");
    const body = hostileJson(["method", "params", "name", "uri", "taskId"]);
    fc.assert(
      fc.property(name, name, body, (method, named, value) => {
        const headers = new Headers({ "Mcp-Method": method, "Mcp-Name": named });
        const message = Object(value) as Readonly<Record<string, unknown>>;
        expect(() => refuseContradiction(headers, message)).toThrow(ApiError);
      }),
    );
  });

  test("the lines of a process are those that it wrote, however they are cut, or it is broken off", async () => {
    const bytes = fc.array(fc.constantFrom(10, 13, 0, 65, 0xc3, 0xa9), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.integer({ min: 1, max: 9 })), async (all, cuts) => {
        const lines: string[] = [];
        const reading = (async () => {
          for await (const line of readLines(cut(Uint8Array.from(all), cuts), 10)) lines.push(line);
        })();
        const expected = splitLines(all);
        const tooLong = expected.findIndex((line) => line.length > 10);
        if (tooLong === -1) await reading;
        else await expect(reading).rejects.toThrow(RangeError);
        const whole = tooLong === -1 ? expected : expected.slice(0, tooLong);
        expect(lines).toEqual(whole.map((line) => Buffer.from(line).toString("utf8")));
      }),
    );
  });

  test("an event of a stream is measured as long as it is, however it is cut", () => {
    const text = fc.string({ unit: fc.constantFrom("\n", "\r", "\r\n", "data: x", "y"), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (pieces) => {
        const measure = createMessageMeter(true);
        const sizes = pieces.map(measure);
        const rest = unfinished(pieces.join(""));
        expect(sizes.at(-1)).toBeGreaterThanOrEqual(rest);
        expect(sizes.at(-1)).toBeLessThanOrEqual(rest + 4);
      }),
    );
  });
});

describe("Whatever is sent to a running host,", { timeout: 60_000 }, () => {
  const keys = [
    "url",
    "name",
    "confirmed",
    "id",
    "identity",
    "uri",
    "digest",
    "state",
    "facts",
    "by",
    "at",
    "events",
  ];
  const inEvents = [
    "kind",
    "action",
    "actor",
    "method",
    "server",
    "tool",
    "arguments",
    "claimed",
    "seq",
    "prev",
  ];
  const paths = [
    "/api/servers",
    "/api/approvals",
    "/api/tickets",
    "/api/cancel",
    "/api/audit",
    "/api/stream",
  ];

  test("its API takes a body or refuses it with a sentence, and the record still verifies", async () => {
    const { openPage, errors } = await startTestHost();
    const page = await openPage();
    const event = fc.oneof(
      hostileJson([...keys, ...inEvents]),
      hostileJson(inEvents).map((value) => ({ kind: "view.opened", ...(value as object) })),
      hostileJson(inEvents).map((value) => ({ kind: "action.finished", action: "action-1", outcome: value })),
    );
    const body = fc.oneof(
      hostileJson([...keys, ...inEvents]).map((value) => JSON.stringify(value)),
      fc.array(event, { maxLength: 3 }).map((events) => JSON.stringify({ events })),
      fc.string({ unit: "binary", maxLength: 40 }),
    );
    const method = fc.constantFrom("POST", "PUT", "DELETE", "PATCH");
    await fc.assert(
      fc.asyncProperty(method, fc.constantFrom(...paths), body, async (by, path, text) => {
        const response = await page.fetch(path, { method: by, body: text });
        const answer = await response.text();
        expect(response.status).toBeLessThan(500);
        expect(response.ok ? "It was taken." : sentenceOf(answer)).toMatch(/^.+\.$/s);
      }),
      { numRuns: 150 },
    );
    expect(errors).toEqual([]);
    const record = await (await page.fetch("/api/audit.ndjson")).text();
    expect(await verifyAuditLog(record, { sealed: true })).toMatchObject({ ok: true });
  });

  test("nothing changes by a request without the token", async () => {
    let hits = 0;
    const url = await listenHttp((_, response) => {
      hits++;
      response.end("{}");
    });
    const { host, openPage } = await startTestHost({
      servers: [httpServer(url), stdioServer("process.stdin.resume()")],
    });
    const page = await openPage();
    const state = async (): Promise<unknown> => [
      await (await page.fetch("/api/bootstrap")).json(),
      await (await page.fetch("/api/approvals")).json(),
      (await (await page.fetch("/api/audit.ndjson")).text()).replaceAll(/^.*"checkpoint".*\n/gm, ""),
    ];
    const before = await state();
    const authorization = fc.constantFrom(
      "",
      "Bearer",
      "Bearer ",
      "Bearer the-token",
      "Basic dGhlLXRva2VuOg==",
      "*",
    );
    const path = fc.constantFrom(
      ...paths,
      "/api/servers/upstream",
      "/mcp/upstream",
      "/mcp/process",
      "/",
      "/nope",
    );
    const valid = fc.constantFrom(
      { url: url.href, name: "mine", confirmed: true },
      { jsonrpc: "2.0", id: 1, method: "ping" },
      { events: [{ kind: "view.opened" }] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS"),
        path,
        authorization,
        fc.oneof(valid, hostileJson(keys)),
        fc.constantFrom(
          "application/json",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
        ),
        async (method, to, token, value, type) => {
          const headers = {
            ...(token !== "" && { Authorization: token }),
            "Content-Type": type,
            "Vitrine-Page": "page-of-this-test",
            "Vitrine-Request": "1",
          };
          const body = method === "GET" ? {} : { body: JSON.stringify(value) };
          const response = await fetch(`${host.origin}${to}?token=the-token-of-this-test`, {
            method,
            headers,
            ...body,
          });
          await response.arrayBuffer();
          const open = to === "/" && method === "GET";
          expect(response.ok).toBe(open);
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    );
    expect(await state()).toEqual(before);
    expect(hits).toBe(0);
  });
});

function sentenceOf(answer: string): unknown {
  return (JSON.parse(answer) as { readonly error: { readonly message: unknown } }).error.message;
}

async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const length of lengths) {
    yield bytes.subarray(from, from + length);
    from += length;
  }
  yield bytes.subarray(from);
}

function splitLines(bytes: readonly number[]): number[][] {
  const lines: number[][] = [[]];
  for (const byte of bytes) {
    if (byte === 10) lines.push([]);
    else lines.at(-1)!.push(byte);
  }
  if (lines.at(-1)!.length === 0) lines.pop();
  return lines;
}

/** Characters after the last empty line. */
function unfinished(text: string): number {
  let size = 0;
  let afterEnd = false;
  for (const token of text.match(/\r\n|\r|\n|[^\r\n]+/g) ?? []) {
    const isEnd = /^[\r\n]/.test(token);
    size = isEnd && afterEnd ? 0 : size + token.length;
    afterEnd = isEnd;
  }
  return size;
}
