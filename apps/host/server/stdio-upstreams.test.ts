import { describe, expect, onTestFinished, test } from "vitest";
import { defaultLimits } from "./limits.ts";
import { startTestHost, stdioServer } from "./running-host.fixture.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" };

const ECHO = `
  import { createInterface } from "node:readline";
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method } = JSON.parse(line);
    if (method === "exit") { console.error("out of tea"); process.exit(3); }
    console.log(JSON.stringify({ jsonrpc: "2.0", id, result: { method, pid: process.pid, secret: process.env.VITRINE_TOKEN ?? null } }));
  }`;

describe("A server that is a process", () => {
  test("answers over the page's stream and sees nothing of our environment", async () => {
    process.env["VITRINE_TOKEN"] = "not-for-servers";
    onTestFinished(() => void delete process.env["VITRINE_TOKEN"]);
    const { openPage } = await startTestHost({ servers: [stdioServer(ECHO)] });
    const page = await openPage();

    await page.post("process", PING);

    const answer = await page.frame((frame) => "message" in frame);
    expect(answer).toMatchObject({
      server: "process",
      message: { id: 1, result: { method: "ping", secret: null } },
    });
  });

  test("is another process for another page, and the same for the same", async () => {
    const { openPage } = await startTestHost({ servers: [stdioServer(ECHO)] });
    const [one, two] = [await openPage(), await openPage()];
    await one.post("process", { ...PING, id: 1 });
    await one.post("process", { ...PING, id: 2 });
    await two.post("process", { ...PING, id: 1 });

    const pidOf = async (page: typeof one, id: number): Promise<number> => {
      const frame = await page.frame<{ server: string; message: { result: { pid: number } } }>(
        (candidate) => "message" in candidate && (candidate.message as { id: number }).id === id,
      );
      return frame.message.result.pid;
    };

    expect(await pidOf(one, 1)).toBe(await pidOf(one, 2));
    expect(await pidOf(one, 1)).not.toBe(await pidOf(two, 1));
  });

  test("tells the page how it ended, in its own last words", async () => {
    const { openPage } = await startTestHost({ servers: [stdioServer(ECHO)] });
    const page = await openPage();

    await page.post("process", { jsonrpc: "2.0", method: "exit" });

    const closed = await page.frame((frame) => "closed" in frame);
    expect(closed).toEqual({ server: "process", closed: "process ended with code 3; it said: out of tea" });
  });

  test("is refused with a sentence when its command does not exist", async () => {
    const { openPage } = await startTestHost({ servers: [stdioServer("", { command: "no-such-command" })] });
    const page = await openPage();

    await expect(page.post("process", PING)).rejects.toThrow(/there is no command .+no-such-command/);
  });

  test("may be one of many that a page has, without a warning", async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const names = Array.from({ length: 20 }, (_, index) => `server-${index}`);
    const { openPage } = await startTestHost({
      servers: names.map((name) => stdioServer("", { name, command: "cat", args: [] })),
    });
    const page = await openPage();

    await Promise.all(names.map((name) => page.post(name, PING)));

    // What cat gives back is what it was sent.
    for (const server of names) await page.frame((frame) => "message" in frame && frame.server === server);
    expect(warnings).toEqual([]);
  });

  test("is bounded in number", async () => {
    const { openPage } = await startTestHost({
      servers: [stdioServer(ECHO)],
      limits: { ...defaultLimits, processes: 1 },
    });
    const [one, two] = [await openPage(), await openPage()];
    await one.post("process", PING);

    await expect(two.post("process", PING)).rejects.toThrow("429");
  });

  test("takes one JSON-RPC message at a time, however it is laid out", async () => {
    const { openPage } = await startTestHost({ servers: [stdioServer(ECHO)] });
    const page = await openPage();
    const send = (body: string, id: string): Promise<Response> =>
      page.fetch("/mcp/process", { method: "POST", headers: { "Vitrine-Request": id }, body });

    expect((await send('{"jsonrpc": "2.0",\r\n "id": 1,\n "method": "ping"}', "1")).status).toBe(202);
    expect((await send('{"jsonrpc":"2.0"}\n{"jsonrpc":"2.0"}', "2")).status).toBe(400);
    expect((await send("[]", "3")).status).toBe(400);
    await page.frame((frame) => "message" in frame);
  });
});
