import type { LookupAddress } from "node:dns";
import { gzipSync } from "node:zlib";
import { Agent, request } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { watchConnectionAttempts } from "./connection-attempts.fixture.ts";
import { createHttpUpstream } from "./http-upstream.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { AnswerPart } from "./relay-frame.ts";
import { httpServer, listenHttp, temporaryDirectory } from "./running-host.fixture.ts";
import { createServers } from "./servers.ts";
import type { AddressClass } from "./upstream-address.ts";

const resolveTo = (address: string) => async (): Promise<LookupAddress[]> => [
  { address, family: address.includes(":") ? 6 : 4 },
];

/** Everything that comes back from one POST through the relay's way to a server. */
async function ask(
  url: URL,
  reach: readonly AddressClass[],
  more: { readonly limits?: Partial<Limits>; readonly address?: string } = {},
): Promise<AnswerPart[]> {
  const resolve = more.address === undefined ? undefined : resolveTo(more.address);
  const upstream = createHttpUpstream(
    httpServer(url, { reach }),
    { ...defaultLimits, ...more.limits },
    resolve,
  );
  onTestFinished(() => upstream.close());
  const exchange = upstream.exchange({
    method: "POST",
    headers: new Headers(),
    body: new TextEncoder().encode("{}"),
    signal: new AbortController().signal,
  });
  const parts: AnswerPart[] = [];
  for await (const part of exchange) parts.push(part);
  return parts;
}

describe("An address on this machine, however it is written,", () => {
  test.each([
    "localhost",
    "LOCALHOST",
    "localhost.",
    "shop.localhost",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "１２７.0.0.1",
    "0.0.0.0",
    "0",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
  ])("is not connected to by a server that may reach the internet only: %s", async (host) => {
    let hits = 0;
    const { port } = await listenHttp((_, response) => {
      hits++;
      response.end("{}");
    });
    const url = new URL(`http://${host}:${port}/`);
    const attempts = watchConnectionAttempts();

    expect((await ask(url, ["public"])).at(-1)).toMatchObject({ error: { code: "address-refused" } });
    expect(attempts).toEqual([]);
    expect(hits).toBe(0);

    // The same request without the rule gets through; some resolvers do not know all names below localhost.
    const free = new Agent({
      connect: { lookup: (_, __, answer) => answer(null, [{ address: "127.0.0.1", family: 4 }]) },
    });
    onTestFinished(() => free.close());
    await (await request(url, { dispatcher: free })).body.dump();
    expect(attempts).not.toEqual([]);
    expect(hits).toBe(1);
  });
});

describe("The metadata service of a cloud, however it is written,", () => {
  const everything: readonly AddressClass[] = ["public", "loopback", "private"];

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[fd00:ec2::254]/",
    "http://[fd00:0ec2:0:0:0:0:0:254]/",
    "http://[fe80::a9fe:a9fe]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
  ])("is refused even to the config file before a packet leaves: %s", async (address) => {
    const attempts = watchConnectionAttempts();
    const last = (await ask(new URL(address), everything)).at(-1);
    expect(last).toMatchObject({ error: { code: "address-refused" } });
    expect(attempts).toEqual([]);
  });

  test.each(["169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254", "10.0.0.1"])(
    "is refused behind a name that resolves to %s, when it is added and when it is connected to",
    async (address) => {
      const attempts = watchConnectionAttempts();
      const url = new URL("http://metadata.example/");
      const servers = await createServers({
        configured: [],
        templates: "ask",
        data: temporaryDirectory(),
        resolve: resolveTo(address),
      });

      await expect(servers.add({ url: url.href, confirmed: true })).rejects.toMatchObject({
        code: "address-refused",
      });
      expect((await ask(url, ["public"], { address })).at(-1)).toMatchObject({
        error: { code: "address-refused" },
      });
      expect(servers.list()).toEqual([]);
      expect(attempts).toEqual([]);
    },
  );
});

test("A name that resolves to the internet when it is added and to this machine when it is used reaches neither", async () => {
  let hits = 0;
  const { port } = await listenHttp((_, response) => {
    hits++;
    response.end("{}");
  });
  let address = "93.184.216.34";
  const servers = await createServers({
    configured: [],
    templates: "ask",
    data: temporaryDirectory(),
    resolve: async () => [{ address, family: 4 }],
  });
  const { name } = await servers.add({ url: `http://rebinding.example:${port}/` });
  const entry = servers.get(name) as ReturnType<typeof httpServer>;
  address = "127.0.0.1";

  expect((await ask(entry.url, entry.reach, { address })).at(-1)).toMatchObject({
    error: { code: "address-refused" },
  });
  expect(hits).toBe(0);
  await ask(entry.url, ["public", "loopback"], { address });
  expect(hits).toBe(1);
});

test("Vitrine's own ports cannot be added as a server, which other ports of this machine can", async () => {
  const add = async (ownPorts: readonly number[]): Promise<unknown> => {
    const servers = await createServers({
      configured: [],
      templates: "ask",
      data: temporaryDirectory(),
      ownPorts,
    });
    return servers.add({ url: "http://[::1]:5180/", confirmed: true });
  };
  await expect(add([5180, 5181])).rejects.toMatchObject({ code: "own-address" });
  await expect(add([])).resolves.toMatchObject({ source: "page" });
});

describe("A compressed answer that grows a thousandfold", () => {
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, " "));
  const explode = (): Promise<URL> =>
    listenHttp((_, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb));

  test("fills the memory of a client that unpacks it", async () => {
    expect(bomb.byteLength).toBeLessThan(32 * 1024);
    expect((await (await fetch(await explode())).arrayBuffer()).byteLength).toBe(20 * 1024 * 1024);
  });

  test("is refused by the relay unread", async () => {
    const parts = await ask(await explode(), ["loopback"]);
    expect(parts).toEqual([
      { error: { code: "bad-answer", message: expect.stringContaining("compressed") as string } },
    ]);
  });
});

describe("An event stream", () => {
  const flood = (event: string): Promise<URL> =>
    listenHttp((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      for (let size = 0; size < 100_000; size += event.length) response.write(event);
      response.end();
    });

  test("is broken off in the middle of an event without end, which a wider bound lets pass", async () => {
    const url = await flood("data: x\n");
    const last = async (messageBytes: number): Promise<unknown> =>
      (await ask(url, ["loopback"], { limits: { messageBytes } })).at(-1);
    expect(await last(10_000)).toMatchObject({ error: { code: "too-large" } });
    expect(await last(1_000_000)).toEqual({ end: true });
  });

  test.each(["\n\n", "\r\r", "\r\n\r\n", "\n\r\n", "\r\n\n", "\n\r"])(
    "may be of any length when its events are not, ended by %j",
    async (end) => {
      const parts = await ask(await flood(`data: x${end}`), ["loopback"], {
        limits: { messageBytes: 10_000 },
      });
      expect(parts.at(-1)).toEqual({ end: true });
    },
  );
});
