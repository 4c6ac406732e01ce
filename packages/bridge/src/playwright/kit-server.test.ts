import { describe, expect, onTestFinished, test } from "vitest";
import { startKitServer, type KitServer } from "./kit-server.ts";

/** A kit whose server counts how often it was connected, and what a request for a connection gets. */
async function started(): Promise<{
  readonly kit: KitServer;
  readonly connected: () => number;
  readonly ask: (base: string, headers?: Readonly<Record<string, string>>) => Promise<number>;
}> {
  let connections = 0;
  const kit = await startKitServer({
    create: () => ({
      connect: () => Promise.resolve(void connections++),
      close: () => Promise.resolve(),
    }),
  });
  onTestFinished(() => kit.close());
  return {
    kit,
    connected: () => connections,
    async ask(base, headers = {}) {
      const answer = await fetch(`${kit.origin}${base}/link/${crypto.randomUUID()}`, { headers });
      await answer.body?.cancel();
      return answer.status;
    },
  };
}

describe("The server under test is reached", () => {
  test("by the host's own page, which was told the path", async () => {
    const { kit, connected, ask } = await started();
    expect(await ask(kit.base)).toBe(200);
    expect(await ask(kit.base, { origin: kit.origin, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(connected()).toBe(2);
  });

  test.each([
    ["another page of this machine", { origin: "http://localhost:1" }],
    ["a View", { origin: "null" }],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another port of localhost", { "sec-fetch-site": "same-site" }],
  ])("not by %s", async (_who, headers) => {
    const { kit, connected, ask } = await started();
    expect(await ask(kit.base, headers)).toBe(403);
    expect(connected()).toBe(0);
  });

  test("not by a program that does not know the path, and nothing that it can ask for says it", async () => {
    const { kit, connected, ask } = await started();
    expect(await ask("")).toBe(404);
    expect(await ask(`/${crypto.randomUUID()}`)).toBe(404);
    expect((await fetch(`${kit.origin}/ticket`, { method: "POST", body: "{}" })).status).toBe(404);
    expect(await (await fetch(kit.origin)).text()).not.toContain(kit.base);
    expect(connected()).toBe(0);
  });
});
