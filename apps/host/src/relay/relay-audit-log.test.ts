import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import type { AuditEntry, AuditEvent, AuditLog } from "@vitrine/bridge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allowed, denied, finished, requested, viewClosed, viewOpened } from "./audit-events.test.fixture.ts";
import { createAuditOutbox } from "./audit-outbox.ts";
import { createFakeRelay, type FakeRelay } from "./fake-relay.test.fixture.ts";
import { createRelayApi } from "./relay-api.ts";
import { createRelayAuditLog } from "./relay-audit-log.ts";
import { createRelayStream, type RelayStream } from "./relay-stream.ts";

let relay: FakeRelay;
const streams: RelayStream[] = [];
const logs: AuditLog[] = [];

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  // Node 20 has no Web Locks; here is one tab only.
  vi.stubGlobal("navigator", { locks: { request: (_name: string, run: () => Promise<void>) => run() } });
  relay = createFakeRelay();
  relay.answerWith(204);
});

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await Promise.all(logs.splice(0).map((log) => log.close()));
  vi.unstubAllGlobals();
});

/** A page: a stream, and the log on it. */
async function openLog(recorded: (events: readonly AuditEvent[]) => void = () => {}): Promise<AuditLog> {
  const options = { token: "t0", fetch: relay.fetch };
  const stream = createRelayStream({ ...options, retryAfter: 1 });
  const api = createRelayApi({ ...options, page: stream.page, expired: () => {} });
  const log = createRelayAuditLog({ api, stream, outbox: createAuditOutbox(), recorded, retryAfter: 5 });
  streams.push(stream);
  logs.push(log);
  await stream.opened();
  return log;
}

/** What was posted, post by post. */
async function posted(): Promise<readonly (readonly AuditEvent[])[]> {
  const posts = relay.asked.filter(({ method }) => method === "POST");
  const bodies = await Promise.all(
    posts.map((post) => post.clone().json() as Promise<{ events: AuditEvent[] }>),
  );
  return bodies.map(({ events }) => events);
}

async function lastPosted(): Promise<readonly AuditEvent[] | undefined> {
  return (await posted()).at(-1);
}

describe("the relay takes what is recorded", () => {
  test("calls made while a post is under way go together into the next one", async () => {
    const log = await openLog();
    const go = relay.hold();
    const first = log.append(requested("a"), allowed("a"));
    await vi.waitFor(() => expect(relay.asked).toHaveLength(1));
    const others = [log.append(viewClosed("v")), log.append(requested("b"), allowed("b"))];
    go();
    await Promise.all([first, ...others]);
    expect(await posted()).toEqual([
      [requested("a"), allowed("a")],
      [viewClosed("v"), requested("b"), allowed("b")],
    ]);
  });

  test("a call that is refused takes no other along", async () => {
    const log = await openLog();
    const go = relay.hold();
    const first = log.append(viewClosed("v"));
    await vi.waitFor(() => expect(relay.asked).toHaveLength(1));
    relay.answerWith(400, { error: { code: "bad-body", message: "That is no event." } });
    const others = [log.append(viewClosed("w")), log.append(viewClosed("x"))];
    go();
    await expect(first).rejects.toMatchObject({ code: "audit-unavailable" });
    for (const other of others) await expect(other).rejects.toThrow("That is no event.");
    expect(await posted()).toEqual([
      [viewClosed("v")],
      [viewClosed("w"), viewClosed("x")],
      [viewClosed("w")],
      [viewClosed("x")],
    ]);
  });

  test("a post waits for a stream that broke, while the relay is there", async () => {
    const log = await openLog();
    relay.answerWith(409, { error: { code: "no-stream", message: "This page has no stream." } });
    relay.refuseStreams(500);
    relay.breakOff();
    await vi.waitFor(() => expect(relay.opened()).toBeGreaterThan(1));
    const written = log.append(requested("a"), allowed("a"));
    await vi.waitFor(() => expect(relay.asked).toHaveLength(1));
    relay.answerWith(204);
    relay.refuseStreams(200);
    await written;
    expect(await lastPosted()).toEqual([requested("a"), allowed("a")]);
  });

  test("an outcome that the relay has recorded itself is not posted", async () => {
    const log = await openLog();
    await log.append(requested("a"), allowed("a"));
    const heard = vi.fn();
    log.subscribe(heard);
    relay.say({ audit: [{ ...finished("a"), at: "2026-01-26T12:00:00.000Z", digest: "sha256:1" }] });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    await log.append(finished("a"));
    expect(await posted()).toHaveLength(1);
  });

  test("whoever wants hears of what this page recorded", async () => {
    const recorded = vi.fn();
    const log = await openLog(recorded);
    await log.append(viewOpened("v"));
    expect(recorded).toHaveBeenCalledExactlyOnceWith([viewOpened("v")]);
  });
});

describe.each([
  ["is out of reach", (): void => relay.goAway()],
  [
    "cannot write",
    (): void => relay.answerWith(503, { error: { code: "audit-unavailable", message: "The disk is full." } }),
  ],
])("while the relay %s", (_, fail) => {
  test("what would allow something is refused, and never recorded later", async () => {
    const log = await openLog();
    fail();
    for (const events of [[requested("a"), allowed("a")], [requested("b")], [viewOpened("v")]]) {
      await expect(log.append(...events)).rejects.toMatchObject({ code: "audit-unavailable" });
    }
    relay.answerWith(204);
    await log.append(viewClosed("last"));
    expect(await lastPosted()).toEqual([viewClosed("last")]);
  });

  test("what lets nothing happen waits, and is recorded in order once it is back", async () => {
    const log = await openLog();
    await log.append(requested("a"), allowed("a"));
    fail();
    await log.append(finished("a"));
    await log.append(requested("b"), denied("b"));
    await log.append(finished("b"));
    const before = (await posted()).length;
    relay.answerWith(204);
    await vi.waitFor(async () => expect((await posted()).length).toBeGreaterThanOrEqual(before + 3));
    expect((await posted()).slice(-3)).toEqual([
      [finished("a")],
      [requested("b"), denied("b")],
      [finished("b")],
    ]);
    await vi.waitFor(async () => {
      await log.append(viewClosed("v"));
      expect(await lastPosted()).toEqual([viewClosed("v")]);
    });
  });

  test("what waits survives the page", async () => {
    const log = await openLog();
    fail();
    await log.append(viewClosed("v"));
    await log.close();
    relay.answerWith(204);
    await openLog();
    await vi.waitFor(async () => expect(await lastPosted()).toEqual([viewClosed("v")]));
  });
});

test("what the relay will never take does not hold up what waits behind it", async () => {
  const log = await openLog();
  relay.goAway();
  await log.append(viewClosed("v"));
  await log.append(viewClosed("w"));
  relay.answerWith(400, { error: { code: "invalid-argument", message: "No." } });
  await vi.waitFor(async () => expect((await posted()).flat()).toContainEqual(viewClosed("w")));
});

describe("the record is read", () => {
  const entry = { ...viewClosed("v"), at: "2026-01-26T12:00:00.000Z", digest: "sha256:1" };
  const stand = { kind: "omitted", digest: "sha256:2" };
  const end = { kind: "checkpoint", reason: "export", digest: "sha256:3" };
  const text = [entry, stand, end].map((line) => `${JSON.stringify(line)}\n`).join("");

  async function collect(entries: AsyncIterable<AuditEntry>): Promise<readonly AuditEntry[]> {
    const all: AuditEntry[] = [];
    for await (const one of entries) all.push(one);
    return all;
  }

  test("without the lines that only an export has", async () => {
    const log = await openLog();
    relay.answerWith(200, text);
    expect(await collect(log.read())).toEqual([entry]);
  });

  test("as the relay exports it, byte for byte", async () => {
    const log = await openLog();
    relay.answerWith(200, text);
    expect(await (await log.export()).text()).toBe(text);
  });

  test("from where it was left, once the stream is back", async () => {
    const log = await openLog();
    const heard: AuditEntry[] = [];
    log.subscribe((entries) => heard.push(...entries));
    relay.say({ audit: [entry] });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    relay.answerWith(200, `${JSON.stringify({ ...entry, digest: "sha256:4" })}\n`);
    relay.breakOff();
    await vi.waitFor(() => expect(heard.map(({ digest }) => digest)).toEqual(["sha256:1", "sha256:4"]));
    expect(relay.asked.at(-1)?.url).toContain("since=2026-01-26T12%3A00%3A00.000Z");
  });

  test("with a sentence when it cannot be", async () => {
    const log = await openLog();
    relay.goAway();
    await expect(log.export()).rejects.toMatchObject({ code: "audit-unavailable" });
    await expect(collect(log.read())).rejects.toThrow("does not answer");
  });
});

test("a closed log takes nothing more", async () => {
  const log = await openLog();
  await log.close();
  await expect(log.append(viewClosed("v"))).rejects.toMatchObject({ code: "closed" });
});
