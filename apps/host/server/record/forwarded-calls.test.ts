import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { verifyAuditLog, type AuditEntry, type AuditEvent } from "@vitrine/bridge";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { defaultLimits } from "../limits.ts";
import { createPages, type Page } from "../pages.ts";
import { createRelay } from "../relay.ts";
import {
  httpServer,
  listenHttp,
  startTestHost,
  stdioServer,
  temporaryDirectory,
  type TestPage,
} from "../running-host.fixture.ts";
import { createServers } from "../servers.ts";
import { createForwardedCalls, type ForwardedCalls } from "./forwarded-calls.ts";
import { createRecordedActions, type ActionOutcome } from "./recorded-actions.ts";
import type { HostRecord } from "./record.ts";
import { allowed, entriesOf, finished, openTestRecord, post, requested } from "./record.fixture.ts";

type Requested = ReturnType<typeof requested>;

/** The request that an action stands for. */
function callOf(action: Requested, more: object = {}): Record<string, unknown> {
  const { tool: name, arguments: args, traceparent } = action;
  const params = { name, arguments: args, _meta: { traceparent } };
  return { jsonrpc: "2.0", id: 7, method: "tools/call", params: { ...params, ...more } };
}

const answer = (result: object): string => JSON.stringify({ jsonrpc: "2.0", id: 7, result });

/** A host with one upstream that logs what reaches it, and a page. */
async function setUp(answerWith?: (request: IncomingMessage, response: ServerResponse) => void) {
  const reached: unknown[] = [];
  const url = await listenHttp(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk as string;
    reached.push(JSON.parse(body));
    if (answerWith) return answerWith(request, response);
    response.setHeader("Content-Type", "application/json").end(answer({ content: [] }));
  });
  const server = httpServer(url, { identity: "https://upstream.example/mcp" });
  const other = httpServer(url, { name: "other", identity: "https://other.example/mcp" });
  const { openPage } = await startTestHost({ servers: [server, other] }, { graceMs: 50 });
  return { page: await openPage(), openPage, reached };
}

async function outcomesOf(page: TestPage): Promise<readonly object[]> {
  const text = await (await page.fetch("/api/audit.ndjson")).text();
  expect(await verifyAuditLog(text, { sealed: true })).toMatchObject({ ok: true });
  const entries = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry);
  return entries.filter(({ kind }) => kind === "action.finished");
}

async function recordAllowed(page: TestPage, more: Partial<Requested> = {}): Promise<Requested> {
  const action = requested(more);
  expect((await post(page, action, allowed(action.action))).status).toBe(204);
  return action;
}

describe("A call is forwarded", () => {
  test("when it is recorded as allowed, and its outcome is recorded before the page hears the end", async () => {
    const { page, reached } = await setUp();
    const action = await recordAllowed(page);

    const id = await page.post("upstream", callOf(action));

    expect((await page.answer(id)).status).toBe(200);
    expect(reached).toHaveLength(1);
    expect(await outcomesOf(page)).toMatchObject([{ action: action.action, outcome: "ok" }]);
    expect((await outcomesOf(page))[0]).not.toHaveProperty("claimed");
  });

  test("as it was judged, not as it was written", async () => {
    const { page, reached } = await setUp();
    const action = await recordAllowed(page);
    const twice = JSON.stringify(callOf(action)).replace('"name":', '"name":"pay","name":');

    await page.fetch("/mcp/upstream", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Vitrine-Request": "twice" },
      body: twice,
    });
    await page.answer("twice");

    expect(reached).toEqual([callOf(action)]);
  });

  type Attack = (page: TestPage, openPage: () => Promise<TestPage>) => Promise<unknown>;
  const attacks: Readonly<Record<string, Attack>> = {
    "nothing is recorded": (page) => page.post("upstream", callOf(requested())),
    "it has no traceparent": async (page) =>
      page.post("upstream", callOf(await recordAllowed(page), { _meta: {} })),
    "it is not decided": async (page) => {
      const action = requested();
      await post(page, action);
      return page.post("upstream", callOf(action));
    },
    "it is denied": async (page) => {
      const action = requested();
      const denied = {
        kind: "action.decided",
        action: action.action,
        verdict: "deny",
        by: "person",
        reason: "no",
      };
      await post(page, action, denied as AuditEvent);
      return page.post("upstream", callOf(action));
    },
    "it has ended": async (page) => {
      const action = await recordAllowed(page);
      await post(page, finished(action.action));
      return page.post("upstream", callOf(action));
    },
    "it is another tool": async (page) =>
      page.post("upstream", callOf(await recordAllowed(page), { name: "pay" })),
    "its arguments are others": async (page) =>
      page.post("upstream", callOf(await recordAllowed(page), { arguments: { tea: "oolong", price: 0 } })),
    "it goes to another server": async (page) => page.post("other", callOf(await recordAllowed(page))),
    "it is another page's": async (page, openPage) =>
      (await openPage()).post("upstream", callOf(await recordAllowed(page))),
    "it hides in a batch": async (page) => page.post("upstream", [callOf(await recordAllowed(page))]),
    "it reads what is no template": (page) =>
      page.post("upstream", {
        jsonrpc: "2.0",
        id: 7,
        method: "resources/read",
        params: { uri: "file:///etc" },
      }),
  };

  test.each(Object.entries(attacks))("never when %s", async (_, attack) => {
    const { page, openPage, reached } = await setUp();
    await expect(attack(page, openPage)).rejects.toThrow(/not-recorded|bad-message/);
    expect(reached).toEqual([]);
  });

  test("to a process that does not answer as often as the limit says, and again after one is cancelled", async () => {
    const server = stdioServer("process.stdin.resume();");
    const owner = { server: server.name, identity: server.identity };
    const limits = { ...defaultLimits, requestsPerPage: 2 };
    const { openPage } = await startTestHost({ servers: [server], limits });
    const page = await openPage();
    const call = async (id: number): Promise<string> =>
      page.post("process", { ...callOf(await recordAllowed(page, owner)), id });
    await call(1);
    await call(2);

    await expect(call(3)).rejects.toThrow("429");
    await page.post("process", {
      jsonrpc: "2.0",
      method: "notifications/cancelled",
      params: { requestId: 1 },
    });

    await expect(call(3)).resolves.toEqual(expect.any(String));
  });

  test("never twice at a time, and once more when the server asks for input", async () => {
    const results: object[] = [{ resultType: "input_required" }, { content: [] }];
    const { page, reached } = await setUp((_, response) => {
      response.setHeader("Content-Type", "application/json").end(answer(results.shift() ?? {}));
    });
    const action = await recordAllowed(page);
    await page.answer(await page.post("upstream", callOf(action)));
    expect(await outcomesOf(page)).toEqual([]);

    await page.answer(await page.post("upstream", callOf(action, { inputResponses: {} })));

    expect(await outcomesOf(page)).toMatchObject([{ outcome: "ok" }]);
    await expect(page.post("upstream", callOf(action))).rejects.toThrow("not-recorded");
    expect(reached).toHaveLength(2);
  });

  test("unrecorded by a relay that does not ask the record", async () => {
    const reached: string[] = [];
    const url = await listenHttp((request, response) => {
      reached.push(request.url ?? "");
      response.setHeader("Content-Type", "application/json").end(answer({ content: [] }));
    });
    const pages = createPages({ limit: 1 });
    const servers = await createServers({
      configured: [httpServer(url)],
      templates: "ask",
      data: temporaryDirectory(),
      ownPorts: [],
    });
    const calls = createForwardedCalls({ admit: () => undefined });
    const relay = createRelay({ servers, pages, limits: defaultLimits, calls });
    onTestFinished(async () => {
      pages.close();
      await relay.close();
    });
    pages.open("page-of-this-test");
    const headers = { "Vitrine-Page": "page-of-this-test", "Vitrine-Request": "1" };
    const body = JSON.stringify(callOf(requested()));
    await relay.take("upstream", new Request("http://localhost/", { method: "POST", headers, body }));
    await expect.poll(() => reached).toHaveLength(1);
  });
});

describe("The outcome in the record", () => {
  type Answer = (request: IncomingMessage, response: ServerResponse) => void;
  function json(text: string, status = 200): Answer {
    return (_, response) => response.writeHead(status, { "Content-Type": "application/json" }).end(text);
  }
  function events(text: string): Answer {
    return (_, response) => response.writeHead(200, { "Content-Type": "text/event-stream" }).end(text);
  }
  const broken: Answer = (_, response) => response.destroy();
  const error = { code: -32000, message: "sold out" };

  test.each([
    ["ok", json(answer({ content: [] }))],
    ["tool-error", json(answer({ content: [], isError: true }))],
    ["failed", json(JSON.stringify({ jsonrpc: "2.0", id: 7, error }))],
    ["failed", json("not found", 404)],
    ["failed", json("{}")],
    ["ok", events(`data: {"jsonrpc":"2.0","method":"x"}\n\ndata: ${answer({ content: [] })}\n\n`)],
    ["failed", events("data: half an answ")],
    ["failed", broken],
  ] as const)("is %s, by what the server answered", async (outcome, answerWith) => {
    const { page } = await setUp(answerWith);
    const action = await recordAllowed(page);
    await page.answer(await page.post("upstream", callOf(action)));
    expect(await outcomesOf(page)).toMatchObject([{ action: action.action, outcome }]);
  });

  const other = JSON.stringify({ jsonrpc: "2.0", id: 7, error: { code: 1, message: "what nobody saw" } });
  const real = answer({ content: [] });

  test.each([
    ["an event of another kind", events(`event: decoy\ndata: ${other}\n\ndata: ${real}\n\n`)],
    ["a batch in an event", events(`data: [${other}]\n\ndata: ${real}\n\n`)],
    ["a mark that only one reader skips", events(`data: \uFEFF${other}\n\ndata: ${real}\n\n`)],
    ["a mark before the whole stream", events(`\uFEFFdata: ${real}\n\n`)],
    [
      "a message that is no JSON-RPC",
      events(`data: ${other.replace('"2.0"', '"1.0"')}\n\ndata: ${real}\n\n`),
    ],
    ["a field too many", events(`data: ${other.replace("{", '{"x":1,')}\n\ndata: ${real}\n\n`)],
    ["an id that is a text", events(`data: ${real.replace("7", '"7"')}\n\ndata: ${other}\n\n`)],
  ] as const)("is the one that the page saw, in spite of %s", async (_, answerWith) => {
    const { page } = await setUp(answerWith);
    const action = await recordAllowed(page);
    await page.answer(await page.post("upstream", callOf(action)));
    expect(await outcomesOf(page)).toMatchObject([{ action: action.action, outcome: "ok" }]);
  });

  test("is not taken from a body in which the page looks for none", async () => {
    const { page } = await setUp((_, response) => response.setHeader("Content-Type", "text/plain").end(real));
    await page.answer(await page.post("upstream", callOf(await recordAllowed(page))));
    expect(await outcomesOf(page)).toMatchObject([{ outcome: "failed" }]);
  });

  test("is recorded before the page hears it, also when it comes in the answer to something else", async () => {
    const waiting: ServerResponse[] = [];
    const { page, reached } = await setUp((_, response) => {
      if (reached.length === 1) return waiting.push(response);
      return response.setHeader("Content-Type", "application/json").end(real);
    });
    const action = await recordAllowed(page);
    await page.post("upstream", callOf(action));
    await expect.poll(() => reached).toHaveLength(1);

    await page.answer(await page.post("upstream", { jsonrpc: "2.0", id: 8, method: "tools/list" }));

    expect(await outcomesOf(page)).toMatchObject([{ action: action.action, outcome: "ok" }]);
    for (const response of waiting) response.destroy();
  });

  test("is the server's, whatever the page says of it afterwards", async () => {
    const { page } = await setUp(json(answer({ content: [], isError: true })));
    const action = await recordAllowed(page);
    await page.answer(await page.post("upstream", callOf(action)));
    expect((await post(page, finished(action.action))).status).toBe(204);
    expect(await outcomesOf(page)).toMatchObject([{ outcome: "tool-error" }]);
  });

  test("is the server's, also when the page tells one of its own while the call is under way", async () => {
    let answerNow = (): void => {};
    const { page, reached } = await setUp((_, response) => {
      answerNow = () => json(answer({ content: [], isError: true }))(_, response);
    });
    const action = await recordAllowed(page);
    const id = await page.post("upstream", callOf(action));
    await expect.poll(() => reached).toHaveLength(1);

    expect((await post(page, finished(action.action))).status).toBe(204);
    expect(await outcomesOf(page)).toEqual([]);

    answerNow();
    await page.answer(id);
    expect(await outcomesOf(page)).toMatchObject([{ action: action.action, outcome: "tool-error" }]);
  });

  test("is cancelled when the page cancels, and interrupted when it goes away", async () => {
    const { page, openPage } = await setUp((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    });
    const leaving = await openPage();
    const cancelled = await recordAllowed(page);
    const left = await recordAllowed(leaving);
    const id = await page.post("upstream", callOf(cancelled));
    await leaving.post("upstream", callOf(left));
    await page.frame((frame) => "status" in frame);
    await leaving.frame((frame) => "status" in frame);

    await page.fetch("/api/cancel", { method: "POST", body: JSON.stringify({ id }) });
    leaving.leave();

    await expect.poll(() => outcomesOf(page)).toHaveLength(2);
    expect((await outcomesOf(page)).map((entry) => (entry as ActionOutcome).outcome).toSorted()).toEqual([
      "cancelled",
      "interrupted",
    ]);
  });

  test("is that of a process, also of one that ends instead of answering", async () => {
    const script = `
      process.stdin.setEncoding("utf8").on("data", (lines) => {
        for (const line of lines.trim().split("\\n")) {
          const { id, params } = JSON.parse(line);
          if (params.name === "die") process.exit(3);
          console.log(JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } }));
        }
      });`;
    const { openPage } = await startTestHost({ servers: [stdioServer(script)] });
    const page = await openPage();
    const owner = { server: "process", identity: "sha256:0" };
    await page.post("process", callOf(await recordAllowed(page, owner)));
    await page.frame((frame) => "message" in frame);
    expect(await outcomesOf(page)).toMatchObject([{ outcome: "ok" }]);

    await page.post("process", callOf(await recordAllowed(page, { ...owner, tool: "die" })));

    await page.frame((frame) => "closed" in frame);
    expect((await outcomesOf(page))[1]).toMatchObject({ outcome: "failed" });
    await expect(page.post("process", callOf(requested(owner)))).rejects.toThrow("not-recorded");
  });
});

type Step = "request" | "allow" | "deny" | "finish" | "forward" | "answer" | "cancel" | "leave";

describe("Whatever pages and servers do, in whatever order", () => {
  /** Plays steps on three actions of two pages; gives what reached a server, and the record. */
  async function play(
    record: HostRecord,
    steps: readonly (readonly [number, Step])[],
    callsFor: (actions: Parameters<typeof createForwardedCalls>[0]) => ForwardedCalls,
  ): Promise<{ reached: readonly Requested[]; entries: readonly Record<string, unknown>[] }> {
    const actions = createRecordedActions({ record, isServer: () => true, onError: () => {} });
    const calls = callsFor(actions);
    const leaving = [new AbortController(), new AbortController()];
    const pages = leaving.map(
      ({ signal }) =>
        ({ id: randomUUID(), gone: signal, stream: () => undefined, send: async () => {} }) satisfies Page,
    );
    const all = [requested(), requested(), requested()];
    const server = httpServer(new URL("http://127.0.0.1:9/"), { identity: all[0]!.identity });
    const reached: Requested[] = [];
    for (const [index, step] of steps) {
      const action = all[index]!;
      const page = pages[index % 2]!;
      const message = { ...callOf(action), id: index };
      const deed: Readonly<Record<Step, () => unknown>> = {
        request: () => actions.post(page, [action]),
        allow: () => actions.post(page, [allowed(action.action)]),
        deny: () =>
          actions.post(page, [
            { kind: "action.decided", action: action.action, verdict: "deny", by: "person", reason: "no" },
          ]),
        finish: () => actions.post(page, [finished(action.action)]),
        forward: () => {
          calls.admit(page, server, message);
          reached.push(action);
        },
        answer: () => calls.answered(page, server, { jsonrpc: "2.0", id: index, result: {} }),
        cancel: () =>
          calls.admit(page, server, {
            jsonrpc: "2.0",
            method: "notifications/cancelled",
            params: { requestId: index },
          }),
        leave: () => leaving[index % 2]!.abort(),
      };
      // What is out of order is refused; the others go on.
      await Promise.resolve()
        .then(deed[step])
        .catch(() => {});
    }
    for (const page of leaving) page.abort();
    await actions.close();
    const own = new Set<unknown>(all.map(({ action }) => action));
    return { reached, entries: (await entriesOf(record)).filter(({ action }) => own.has(action)) };
  }

  const step = fc.constantFrom<Step>(
    "request",
    "request",
    "allow",
    "allow",
    "deny",
    "finish",
    "forward",
    "forward",
    "answer",
    "cancel",
    "leave",
  );
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), step), { maxLength: 24 });

  const allowedIn = (entries: readonly Record<string, unknown>[], { action }: Requested): boolean =>
    entries.some(
      ({ kind, action: id, verdict }) => kind === "action.decided" && id === action && verdict === "allow",
    );

  test("each requested action has one decision and one end, and nothing unrecorded reaches a server", async () => {
    // One for all runs: opening a record makes keys and writes files, each to the disk.
    const { record } = await openTestRecord();
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const { reached, entries } = await play(record, played, createForwardedCalls);
        const count = (kind: string, id: unknown): number =>
          entries.filter((entry) => entry["kind"] === kind && entry["action"] === id).length;
        for (const { kind, action } of entries) {
          if (kind !== "action.requested") continue;
          expect([count("action.decided", action), count("action.finished", action)]).toEqual([1, 1]);
        }
        for (const action of reached) expect(allowedIn(entries, action)).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("a relay that does not ask the record forwards what is not in it", async () => {
    const unasked = (): ForwardedCalls => createForwardedCalls({ admit: () => undefined });
    const { record } = await openTestRecord();
    const { reached, entries } = await play(record, [[0, "forward"]], unasked);
    expect(reached.some((action) => allowedIn(entries, action))).toBe(false);
    expect(reached).toHaveLength(1);
  });
});
