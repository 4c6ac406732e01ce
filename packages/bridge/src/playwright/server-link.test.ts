import { expect, test } from "vitest";
import { createServerLink, type ServerLink } from "./server-link.ts";
import type { InProcessServer } from "./vitrine.ts";

const ADDRESS = "http://localhost/link/one";

function ask(link: ServerLink, method: "GET" | "POST"): Promise<Response> {
  return link.handle(new Request(ADDRESS, { method, ...(method === "POST" && { body: "{}" }) }));
}

/** A link to servers that count their lives. */
function counted(): { readonly link: ServerLink; readonly lives: () => number } {
  let running = 0;
  const create = (): InProcessServer => ({
    connect: () => Promise.resolve(void running++),
    close: () => Promise.resolve(void running--),
  });
  return { link: createServerLink({ create }), lives: () => running };
}

test("An address of a link has one connection: a second is refused and starts no server", async () => {
  const { link, lives } = counted();
  expect((await ask(link, "GET")).status).toBe(200);
  expect((await ask(link, "GET")).status).toBe(409);
  expect(lives()).toBe(1);
  await link.close();
  expect(lives()).toBe(0);
});

test("A connection that its reader left is ended and gone, and its address is free again", async () => {
  const { link, lives } = counted();
  const opened = await ask(link, "GET");
  expect((await ask(link, "POST")).status).toBe(202);
  await opened.body?.cancel();
  await expect.poll(async () => (await ask(link, "POST")).status).toBe(404);
  expect(lives()).toBe(0);
  expect((await ask(link, "GET")).status).toBe(200);
  await link.close();
  expect(lives()).toBe(0);
});

test("A server that cannot be started leaves nothing open", async () => {
  const create = (): Promise<InProcessServer> => Promise.reject(new Error("No tea today."));
  const link = createServerLink({ create });
  const refused = await ask(link, "GET");
  expect(refused.status).toBe(502);
  expect(await refused.text()).toBe("No tea today.");
  expect((await ask(link, "POST")).status).toBe(404);
  await link.close();
});
