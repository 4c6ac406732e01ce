import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFakeRelay, type FakeRelay } from "./fake-relay.test.fixture.ts";
import { createRelayFetch } from "./relay-fetch.ts";
import { createRelayStream, type RelayStream } from "./relay-stream.ts";

const ADDRESS = "http://localhost/mcp/shop";
let relay: FakeRelay;
let stream: RelayStream;
let relayFetch: typeof fetch;

beforeEach(() => {
  relay = createFakeRelay();
  stream = createRelayStream({ token: "t0", fetch: relay.fetch, retryAfter: 1 });
  relayFetch = createRelayFetch(stream, { token: "t0", fetch: relay.fetch });
});

afterEach(() => stream.close());

/** The id under which the relay was asked last. */
async function idAsked(): Promise<string> {
  await vi.waitFor(() => expect(relay.asked).not.toHaveLength(0));
  return relay.asked.at(-1)?.headers.get("vitrine-request") ?? "";
}

test("sends the request as it is, with token, page and a request id", async () => {
  const answer = relayFetch(ADDRESS, { method: "POST", body: "{}", headers: { "Mcp-Method": "tools/list" } });
  const id = await idAsked();
  relay.say({ id, status: 200, headers: {} });
  await answer;
  const [request] = relay.asked;
  expect(request?.method).toBe("POST");
  expect(await request?.text()).toBe("{}");
  expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
    authorization: "Bearer t0",
    "mcp-method": "tools/list",
    "vitrine-page": stream.page,
  });
  expect(id).toMatch(/^[\w-]{8,}$/);
});

test("puts the answer together from frames, in order, without mixing it with others", async () => {
  const one = relayFetch(ADDRESS, { method: "POST", body: "1" });
  const first = await idAsked();
  const two = relayFetch(ADDRESS, { method: "POST", body: "2" });
  await vi.waitFor(() => expect(relay.asked).toHaveLength(2));
  const second = await idAsked();
  relay.say({ id: second, status: 404, headers: {} });
  relay.say({ id: first, status: 200, headers: { "content-type": "text/event-stream" } });
  relay.say({ id: first, data: "data: ä" });
  relay.say({ id: second, data: "gone" });
  relay.say({ id: first, data: "€\n\n" });
  relay.say({ id: first, end: true });
  relay.say({ id: second, end: true });
  const response = await one;
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(await response.text()).toBe("data: ä€\n\n");
  expect([(await two).status, await (await two).text()]).toEqual([404, "gone"]);
});

test("gives an answer without body where there must be none", async () => {
  const answer = relayFetch(ADDRESS, { method: "DELETE" });
  const id = await idAsked();
  relay.say({ id, status: 204, headers: {} });
  relay.say({ id, end: true });
  expect((await answer).body).toBe(null);
});

test("rejects with the relay's sentence when the relay refuses or fails", async () => {
  relay.answerWith(404, { error: { code: "unknown-server", message: 'There is no server named "shop".' } });
  await expect(relayFetch(ADDRESS)).rejects.toThrow('There is no server named "shop".');
  relay.answerWith(202);
  const answer = relayFetch(ADDRESS);
  await vi.waitFor(() => expect(relay.asked).toHaveLength(2));
  relay.say({ id: await idAsked(), error: { code: "unreachable", message: "shop does not answer." } });
  await expect(answer).rejects.toThrow("shop does not answer.");
});

test("cancels at the relay what is aborted, before and during the answer", async () => {
  const aborting = new AbortController();
  const answer = relayFetch(ADDRESS, { signal: aborting.signal });
  const id = await idAsked();
  relay.say({ id, status: 200, headers: {} });
  const text = (await answer).text();
  aborting.abort(new Error("changed my mind"));
  await expect(text).rejects.toThrow("changed my mind");
  const cancel = relay.asked.at(-1);
  expect(new URL(cancel?.url ?? "").pathname).toBe("/api/cancel");
  expect(await cancel?.json()).toEqual({ id });
});

test("fails what is on its way when the stream breaks, because its frames may be lost", async () => {
  const answer = relayFetch(ADDRESS);
  await idAsked();
  relay.breakOff();
  await expect(answer).rejects.toThrow("The connection to Vitrine was lost.");
});
