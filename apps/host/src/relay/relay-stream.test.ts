import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFakeRelay, type FakeRelay } from "./fake-relay.test.fixture.ts";
import { createRelayStream, type RelayStream } from "./relay-stream.ts";

let relay: FakeRelay;
let stream: RelayStream;

beforeEach(() => {
  relay = createFakeRelay();
});

afterEach(() => stream.close());

const open = (silence = 60_000): RelayStream =>
  (stream = createRelayStream({ token: "t0", fetch: relay.fetch, retryAfter: 1, silence }));

test("hears what the relay says about its servers", async () => {
  await open().opened();
  const servers = [{ name: "shop", identity: "https://shop.example/mcp" }];
  relay.say({});
  relay.say({ servers });
  await vi.waitFor(() => expect(stream.servers.get()).toEqual(servers));
});

test("hears each stdio server by itself, until it ends", async () => {
  await open().opened();
  const heard: unknown[] = [];
  stream.hearServer("files", {
    message: (message) => heard.push(message),
    closed: (reason) => heard.push(reason),
  });
  relay.say({ server: "other", message: { jsonrpc: "2.0", method: "x" } });
  relay.say({ server: "files", message: { jsonrpc: "2.0", method: "y" } });
  relay.say({ server: "files", closed: "It ended with code 1." });
  await vi.waitFor(() => expect(heard).toEqual([{ jsonrpc: "2.0", method: "y" }, "It ended with code 1."]));
});

test("opens again after a break, as the same page, and tells stdio servers that they are gone", async () => {
  await open().opened();
  const page = stream.page;
  const closed = vi.fn();
  stream.hearServer("files", { message: () => {}, closed });
  relay.breakOff();
  await vi.waitFor(() => expect(relay.opened()).toBe(2));
  await stream.opened();
  expect(closed).toHaveBeenCalledOnce();
  expect(stream.page).toBe(page);
});

test("opens again when the relay fell silent", async () => {
  open(5);
  await vi.waitFor(() => expect(relay.opened()).toBeGreaterThan(1));
});

test("stops trying when its token is of an earlier start", async () => {
  relay.refuseStreams(401);
  open();
  await expect(stream.opened()).rejects.toThrow("reload the page");
  expect(stream.status.get()).toEqual({ phase: "expired" });
  expect(relay.opened()).toBe(1);
});

test("gives up waiting for the stream when the caller does", async () => {
  relay.refuseStreams(503);
  open();
  const waiting = stream.opened(AbortSignal.abort(new Error("enough")));
  await expect(waiting).rejects.toThrow("enough");
});
