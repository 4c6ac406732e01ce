import { afterEach, describe, expect, test, vi } from "vitest";
import { httpSandbox, opaqueSandbox } from "./http-sandbox.ts";
import type { Template } from "./template.ts";

const PROXY = "http://proxy.localhost:5181";
const VIEW = "http://view.server.localhost:5181/view/token";
const TEMPLATE: Template = {
  uri: "ui://tea/basket",
  html: "<p>tea",
  htmlDigest: "sha256:aa",
  size: 6,
  digest: "sha256:bb",
  provenance: { csp: "absent", permissions: "absent", domain: "absent", prefersBorder: "absent" },
};
const server = { name: "shop", identity: "https://shop.example/mcp" };
const options = { server, grants: {}, signal: new AbortController().signal };

/** Answers one after another; tells what was asked. */
function answering(...answers: readonly (Response | Error)[]): {
  readonly bodies: string[];
  readonly urls: string[];
} {
  const asked = { bodies: [] as string[], urls: [] as string[] };
  const rest = [...answers];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    asked.urls.push(url.href);
    asked.bodies.push(await (init.body as Blob).text());
    const answer = rest.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new Error("unexpected request");
  });
  return asked;
}

const address = (url = VIEW): Response => Response.json({ url });
const sandbox = (): ReturnType<typeof httpSandbox> =>
  httpSandbox({ proxy: PROXY, ticket: async () => "ticket" });

afterEach(() => vi.unstubAllGlobals());

describe("httpSandbox", () => {
  test("leaves ticket and HTML at the sandbox and returns the View's address", async () => {
    const asked = answering(address());
    expect((await sandbox().store(TEMPLATE, options)).href).toBe(VIEW);
    expect(asked).toEqual({ urls: [`${PROXY}/store`], bodies: ["ticket\n<p>tea"] });
  });

  test("sends the HTML once, and once more when the sandbox has lost it", async () => {
    const asked = answering(
      address(),
      address(),
      Response.json({ need: "template" }, { status: 404 }),
      address(),
    );
    const { store } = sandbox();
    await store(TEMPLATE, options);
    await store(TEMPLATE, options);
    await store(TEMPLATE, options);
    expect(asked.bodies).toEqual(["ticket\n<p>tea", "ticket\n", "ticket\n", "ticket\n<p>tea"]);
  });

  test.each([
    ["no answer", new TypeError("Failed to fetch"), /did not answer; check that it runs/],
    [
      "a refusal",
      new Response("The ticket has expired.", { status: 403 }),
      /refused the template: The ticket has expired\./,
    ],
    ["no such address", new Response("Not found.", { status: 404 }), /refused the template/],
    ["something that is no sandbox", new Response("<h1>It works!"), /is no sandbox/],
    ["an answer without an address", Response.json({}), /is no sandbox/],
    ["an address elsewhere", address("http://view.server.evil.example/view/token"), /not its own/],
    ["an address of another scheme", address("javascript:alert(1)"), /not its own/],
  ])("says what is wrong with %s", async (_, answer, message) => {
    answering(answer);
    await expect(sandbox().store(TEMPLATE, options)).rejects.toMatchObject({
      code: "sandbox-unreachable",
      message: expect.stringMatching(message) as string,
    });
  });

  test("says so when the caller gave up", async () => {
    const controller = new AbortController();
    answering(new DOMException("aborted", "AbortError"));
    const ticket = async (): Promise<string> => {
      controller.abort();
      return "ticket";
    };
    const storing = httpSandbox({ proxy: PROXY, ticket }).store(TEMPLATE, {
      ...options,
      signal: controller.signal,
    });
    await expect(storing).rejects.toMatchObject({ code: "cancelled" });
  });

  test("rejects with what the ticket was refused for", async () => {
    const refusing = httpSandbox({ proxy: PROXY, ticket: () => Promise.reject(new Error("not approved")) });
    await expect(refusing.store(TEMPLATE, options)).rejects.toThrow("not approved");
  });
});

test("opaqueSandbox puts the ticket into the address of the proxy page", async () => {
  const { address: addressOf } = opaqueSandbox({ proxy: PROXY, ticket: async () => "a.b" });
  expect((await addressOf(TEMPLATE, options)).href).toBe(`${PROXY}/opaque?ticket=a.b`);
});
