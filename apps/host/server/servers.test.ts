import { expect, test } from "vitest";
import { httpServer, temporaryDirectory } from "./running-host.fixture.ts";
import { createServers } from "./servers.ts";

const resolve = async (host: string): Promise<{ address: string; family: number }[]> => [
  { address: host === "localhost" ? "127.0.0.1" : "1.1.1.1", family: 4 },
];

test("remembers added servers over a restart, with what they may reach", async () => {
  const options = {
    configured: [],
    templates: "trust-on-first-use",
    data: temporaryDirectory(),
    resolve,
  } as const;
  const first = await createServers(options);
  await first.add({ url: "https://example.com/mcp?key=1" });
  await first.add({ name: "mine", url: "http://localhost:4100/mcp", confirmed: true });

  const second = await createServers(options);

  expect(second.list()).toEqual(first.list());
  expect(second.list().map(({ name, address }) => [name, address])).toEqual([
    ["example.com", "https://example.com/mcp"],
    ["mine", "http://localhost:4100/mcp"],
  ]);
  expect(second.get("example.com")).toMatchObject({ reach: ["public"] });
  expect(second.get("mine")).toMatchObject({ reach: ["loopback"] });
});

test("finds a free name, and leaves a name to the config file", async () => {
  const data = temporaryDirectory();
  const servers = await createServers({ configured: [], templates: "ask", data, resolve });
  await servers.add({ url: "https://example.com/a" });
  expect(await servers.add({ url: "https://example.com/b" })).toMatchObject({ name: "example.com-2" });

  const configured = [httpServer(new URL("http://127.0.0.1:9/"), { name: "example.com" })];
  const next = await createServers({ configured, templates: "block", data, resolve });

  expect(next.get("example.com")).toMatchObject({ source: "config" });
  expect(next.get("example.com-2")).toMatchObject({ source: "page", templates: "block" });
});
