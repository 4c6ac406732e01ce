import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { stdioServer } from "./running-host.fixture.ts";
import { startStdioProcess, type StdioProcess } from "./stdio-process.ts";

/** A process and one it starts, which both hold a connection as long as they live and do not end when asked. */
const stubborn = (port: number): string => {
  const life = `process.on("SIGTERM", () => {}); process.getBuiltinModule("net").connect(${port}, "127.0.0.1");`;
  return `${life} process.getBuiltinModule("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(life)}]);`;
};

/** Counts the processes that hold a connection. */
async function watchLives(): Promise<{ port: number; count: () => number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => void sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, count: () => sockets.size };
}

interface Started {
  readonly running: StdioProcess;
  readonly first: Promise<unknown>;
  readonly closed: Promise<string>;
}

async function startScript(script: string, maxLineBytes = 1000): Promise<Started> {
  let hear: (message: unknown) => void = () => {};
  let end: (reason: string) => void = () => {};
  const first = new Promise<unknown>((resolve) => (hear = resolve));
  const closed = new Promise<string>((resolve) => (end = resolve));
  const running = await startStdioProcess({
    server: stdioServer(script),
    maxLineBytes,
    onMessage: async (message) => hear(message),
    onClosed: end,
    killAfterMs: 50,
  });
  onTestFinished(() => running.kill());
  return { running, first, closed };
}

test("ends a process that does not listen, with what it started", async () => {
  const lives = await watchLives();
  const { running } = await startScript(stubborn(lives.port));
  await expect.poll(lives.count).toBe(2);

  await running.close();

  await expect.poll(lives.count).toBe(0);
});

test("ends what a process left behind when it ended by itself", async () => {
  const lives = await watchLives();
  const script = `${stubborn(lives.port)} process.stdin.on("data", () => process.exit(0));`;
  const { running, closed } = await startScript(script);
  await expect.poll(lives.count).toBe(2);

  running.write("go");

  await closed;
  await expect.poll(lives.count).toBe(0);
});

test("ends a process that sends a line without end", async () => {
  const { closed } = await startScript(`setInterval(() => process.stdout.write("x".repeat(600)), 1);`);

  expect(await closed).toBe("process sent a line of more than 1000 bytes.");
});

test("passes over what is no message, and keeps it to explain the end", async () => {
  const script = `console.log("Server listening"); console.log('{"jsonrpc":"2.0"}');`;
  const { first, closed } = await startScript(script);

  expect(await first).toEqual({ jsonrpc: "2.0" });
  expect(await closed).toBe("process ended with code 0; it said: Server listening");
});

test("tells the last words of a process that reads nothing of what it is sent", async () => {
  const { running, closed } = await startScript(`console.error("missing key"); process.exit(3);`);

  running.write("x".repeat(1024 * 1024));

  expect(await closed).toBe("process ended with code 3; it said: missing key");
});

test("closes twice without complaint", async () => {
  const { running } = await startScript("process.stdin.resume();");
  await running.close();
  await expect(running.close()).resolves.toBeUndefined();
});
