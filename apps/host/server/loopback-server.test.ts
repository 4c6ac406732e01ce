import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { openLoopbackServer } from "./loopback-server.ts";
import { StartupError } from "./startup-error.ts";

test("answers as localhost, also to who came before there was a handler", async () => {
  const server = await openLoopbackServer(0, "--port");
  onTestFinished(() => server.close());

  const early = fetch(`http://localhost:${server.port}/`);
  server.handle(() => new Response("hello"));

  expect(await (await early).text()).toBe("hello");
});

test("refuses a port that is taken and names the option that mends it", async () => {
  const server = await openLoopbackServer(0, "--port");
  onTestFinished(() => server.close());

  await expect(openLoopbackServer(server.port, "--sandbox-port")).rejects.toThrow(
    new StartupError(
      1,
      `Port ${server.port} is in use: stop what runs there, or choose another with --sandbox-port.`,
    ),
  );
});

test("cannot be reached under the machine's other addresses", async () => {
  const server = await openLoopbackServer(0, "--port");
  onTestFinished(() => server.close());
  const others = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address),
  );

  for (const host of others) {
    const socket = connect({ host, port: server.port });
    await expect(once(socket, "connect")).rejects.toThrow("ECONNREFUSED");
  }
  expect.hasAssertions();
});
