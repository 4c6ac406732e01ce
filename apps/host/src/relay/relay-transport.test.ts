// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFakeRelay, type FakeRelay } from "./fake-relay.test.fixture.ts";
import { createRelayFetch } from "./relay-fetch.ts";
import { createRelayStream, type RelayStream } from "./relay-stream.ts";
import { createRelayTransport } from "./relay-transport.ts";

let relay: FakeRelay;
let stream: RelayStream;
let transport: ReturnType<typeof createRelayTransport>;

beforeEach(() => {
  relay = createFakeRelay();
  stream = createRelayStream({ token: "t0", fetch: relay.fetch, retryAfter: 1 });
  const relayFetch = createRelayFetch(stream, { token: "t0", fetch: relay.fetch });
  transport = createRelayTransport("files", { stream, fetch: relayFetch });
});

afterEach(() => stream.close());

/** Answers the `count`th request as the relay answers for a stdio server: taken, nothing more. */
async function take(count: number): Promise<Request | undefined> {
  await vi.waitFor(() => expect(relay.asked).toHaveLength(count));
  const request = relay.asked[count - 1];
  const id = request?.headers.get("vitrine-request");
  relay.say({ id, status: 202, headers: {} });
  relay.say({ id, end: true });
  return request;
}

async function start(): Promise<void> {
  const started = transport.start();
  await take(1);
  await started;
}

test("ends a process that is left over before it begins", async () => {
  await start();
  expect(relay.asked.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
    ["DELETE", "/mcp/files"],
  ]);
});

test("sends messages to the server and hears its messages", async () => {
  const heard = vi.fn();
  Object.assign(transport, { onmessage: heard });
  await start();
  const sent = transport.send({ jsonrpc: "2.0", id: 1, method: "ping" });
  const request = await take(2);
  await sent;
  expect(await request?.json()).toEqual({ jsonrpc: "2.0", id: 1, method: "ping" });
  relay.say({ server: "files", message: { jsonrpc: "2.0", id: 1, result: {} } });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ jsonrpc: "2.0", id: 1, result: {} }));
  expect(relay.asked).toHaveLength(2);
});

test("closes with the reason when the server ends", async () => {
  const failed = vi.fn();
  const closed = vi.fn();
  Object.assign(transport, { onerror: failed, onclose: closed });
  await start();
  relay.say({ server: "files", closed: "It ended with code 1." });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(failed).toHaveBeenCalledWith(new Error("It ended with code 1."));
  await expect(transport.send({ jsonrpc: "2.0", method: "x" })).rejects.toThrow("not connected");
});

test("ends the process when it is closed, once", async () => {
  const closed = vi.fn();
  Object.assign(transport, { onclose: closed });
  await start();
  const closing = transport.close();
  await transport.close();
  expect((await take(2))?.method).toBe("DELETE");
  await closing;
  expect(closed).toHaveBeenCalledOnce();
});
