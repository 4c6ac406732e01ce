import { expect, onTestFinished, test, vi } from "vitest";
import { startStdio } from "./stdio-upstream.ts";
import type { ServerUnderTest } from "./vitrine.ts";

const SAY_ENVIRONMENT = `console.log(JSON.stringify({ jsonrpc: "2.0", params: process.env }))`;

interface Ended {
  readonly said: string[];
  readonly reason: string;
}

async function run(script: string, options: Partial<ServerUnderTest> = {}): Promise<Ended> {
  const said: string[] = [];
  let end: (reason: string) => void = () => {};
  const ended = new Promise<string>((resolve) => (end = resolve));
  const server = { command: process.execPath, args: ["-e", script, "--", "--token=t0"], ...options };
  const upstream = await startStdio(server, { onMessage: (line) => said.push(line), onEnded: end });
  const reason = await ended;
  await upstream.close();
  return { said, reason };
}

async function environment(inherit?: readonly string[]): Promise<Readonly<Record<string, string>>> {
  vi.stubEnv("REGISTRY_TOKEN", "secret");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { said } = await run(SAY_ENVIRONMENT, { env: { ZONE: "UTC" }, ...(inherit && { inherit }) });
  return (JSON.parse(said[0] ?? "") as { params: Record<string, string> }).params;
}

test("A command inherits the environment of the tests", async () => {
  expect(await environment()).toMatchObject({ REGISTRY_TOKEN: "secret", ZONE: "UTC" });
});

test("A command with names to inherit sees nothing else of the environment", async () => {
  const seen = await environment(["PATH", "NOT_SET"]);
  expect(seen).toMatchObject({ PATH: process.env["PATH"], ZONE: "UTC" });
  expect(seen).not.toHaveProperty("REGISTRY_TOKEN");
  expect(seen).not.toHaveProperty("NOT_SET");
});

test("The end of a command is told with its words and without its arguments, which may hold a token", async () => {
  const { reason } = await run(`console.error("no port"); process.exit(3)`);
  expect(reason).toBe(`The server under test ("${process.execPath}") ended with code 3; it said: no port`);
});

test("A command that cannot be started is told without its arguments", async () => {
  const start = run("", { command: "no-such-program" });
  await expect(start).rejects.toThrow(
    'The server under test could not be started by "no-such-program": spawn no-such-program ENOENT.',
  );
});
