import { describe, expect, onTestFinished, test, vi } from "vitest";
import { sha256 } from "../digest.ts";
import { templateDigest } from "../template-digest.ts";
import type { TemplateFacts } from "../template.ts";
import { createSandbox } from "./create-sandbox.ts";
import type { SandboxOptions } from "./create-sandbox.ts";
import { signTicket } from "./ticket.ts";
import type { TicketClaims } from "./ticket.ts";
import { VIEW_PREFIX } from "./view-document.ts";

const KEY = "a key of at least thirty-two bytes";
const HOST = "http://localhost:5180";
const PROXY = "http://proxy.localhost:5181";
const HTML = "<!doctype html><title>Körbchen</title>";

async function claimsOf(html: string, facts: Partial<TemplateFacts> = {}): Promise<TicketClaims> {
  const all = { htmlDigest: await sha256(html), ...facts };
  const digest = await templateDigest(all);
  const exp = Math.floor(Date.now() / 1000) + 60;
  return {
    v: 1,
    identity: "https://tea.example/mcp",
    uri: "ui://tea/basket",
    digest,
    facts: all,
    embedder: HOST,
    exp,
  };
}

const sandboxWith = (options: Partial<SandboxOptions> = {}): ((request: Request) => Promise<Response>) =>
  createSandbox({ hostOrigins: [HOST], key: KEY, ...options });

const get = (url: string, headers: Record<string, string> = {}): Request => new Request(url, { headers });

interface Posted {
  readonly claims?: TicketClaims;
  readonly html?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

async function post({ claims, html = HTML, key = KEY, headers = {} }: Posted): Promise<Request> {
  const ticket = await signTicket(key, claims ?? (await claimsOf(html)));
  const body = new Blob([`${ticket}\n`, html], { type: "text/plain" });
  return new Request(`${PROXY}/store`, { method: "POST", body, headers: { Origin: HOST, ...headers } });
}

async function stored(sandbox: (request: Request) => Promise<Response>, posted: Posted = {}): Promise<URL> {
  const response = await sandbox(await post(posted));
  expect(response.status).toBe(200);
  return new URL(((await response.json()) as { url: string }).url);
}

describe("the proxy page", () => {
  const address = (host: string, view: string): string =>
    `${PROXY}/?${new URLSearchParams({ host, view }).toString()}`;
  const VIEW = "0123456789abcdef.fedcba9876543210";

  test("may be framed by one host and may frame one View", async () => {
    const response = await sandboxWith()(get(address(HOST, VIEW)));
    expect(response.status).toBe(200);
    const nonce = /nonce-([^']+)/.exec(response.headers.get("Content-Security-Policy") ?? "")?.[1] ?? "";
    expect(response.headers.get("Content-Security-Policy")).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; frame-src http://${VIEW}.localhost:5181; ` +
        `base-uri 'none'; form-action 'none'; frame-ancestors ${HOST}`,
    );
    expect(await response.text()).toContain(`<script nonce="${nonce}" data-host="${HOST}"`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "origin-agent-cluster": "?1",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });

  test.each([
    ["another page", "http://evil.example", VIEW, 403],
    ["a host that continues the policy", `${HOST}; frame-src *`, VIEW, 403],
    ["no View", HOST, "", 400],
    ["one label", HOST, "0123456789abcdef", 400],
    ["three labels", HOST, `${VIEW}.evil`, 400],
    ["labels that are a policy", HOST, "0123456789abcdef.x;frame-src *", 400],
    ["a wildcard", HOST, "*.0123456789abcdef", 400],
    ["capitals", HOST, VIEW.toUpperCase(), 400],
  ])("is refused to %s", async (_, host, view, status) => {
    const response = await sandboxWith()(get(address(host, view)));
    expect(response.status).toBe(status);
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  });

  test("is refused outside a frame", async () => {
    const sandbox = sandboxWith();
    expect((await sandbox(get(address(HOST, VIEW), { "Sec-Fetch-Dest": "document" }))).status).toBe(403);
    expect((await sandbox(get(address(HOST, VIEW), { "Sec-Fetch-Dest": "iframe" }))).status).toBe(200);
  });

  test("shows nothing and says why when the browser says that the host shares its site", async () => {
    const sandbox = sandboxWith();
    const shared = await sandbox(get(address(HOST, VIEW), { "Sec-Fetch-Site": "same-site" }));
    expect(await shared.text()).toContain(`data-failure="The sandbox ${PROXY} shares its site with ${HOST}`);
    const apart = await sandbox(get(address(HOST, VIEW), { "Sec-Fetch-Site": "cross-site" }));
    expect(await apart.text()).not.toContain("data-failure=");
  });
});

describe("storing a template", () => {
  test("answers the host with an address of the View's own", async () => {
    const response = await sandboxWith()(await post({}));
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(HOST);
    const { url } = (await response.json()) as { url: string };
    const server = (await sha256("https://tea.example/mcp")).slice(7, 23);
    expect(url).toMatch(new RegExp(`^http://[0-9a-f]{32}\\.${server}\\.localhost:5181/view/[0-9a-f]{32}$`));
  });

  test("gives each View another origin, and a declared domain a stable one per server", async () => {
    const sandbox = sandboxWith();
    const plain = await claimsOf(HTML);
    const shop = await claimsOf(HTML, { domain: "shop" });
    const other = { ...shop, identity: "https://other.example/mcp" };
    const [a, b] = [await stored(sandbox, { claims: plain }), await stored(sandbox, { claims: plain })];
    const [c, d, e] = [
      await stored(sandbox, { claims: shop }),
      await stored(sandbox, { claims: shop }),
      await stored(sandbox, { claims: other }),
    ];
    expect(c.origin).toBe(d.origin);
    expect(new Set([a, b, c, e].map((url) => url.origin)).size).toBe(4);
    expect(e.hostname.split(".")[0]).not.toBe(c.hostname.split(".")[0]);
  });

  test("needs the bytes once, and asks for them when it has them no longer", async () => {
    const sandbox = sandboxWith({ maxTemplateBytes: 40 });
    const claims = await claimsOf(HTML);
    const missing = await sandbox(await post({ claims, html: "" }));
    expect([missing.status, await missing.json()]).toEqual([404, { need: "template" }]);
    await stored(sandbox, { claims });
    await stored(sandbox, { claims, html: "" });
    for (const letter of "abcd") await stored(sandbox, { html: letter.repeat(40) });
    expect((await sandbox(await post({ claims, html: "" }))).status).toBe(404);
  });

  test.each<[string, number, () => Promise<Posted>]>([
    ["from another page", 403, async () => ({ headers: { Origin: "http://evil.example" } })],
    ["from an opaque origin", 403, async () => ({ headers: { Origin: "null" } })],
    [
      "with a ticket of another page",
      403,
      async () => ({ claims: { ...(await claimsOf(HTML)), embedder: "http://other.example" } }),
    ],
    ["with a ticket of another key", 403, async () => ({ key: `${KEY}, another one` })],
    ["with an expired ticket", 403, async () => ({ claims: { ...(await claimsOf(HTML)), exp: 1 } })],
    ["as JSON", 415, async () => ({ headers: { "Content-Type": "application/json" } })],
    ["with other HTML", 400, async () => ({ claims: await claimsOf("<p>reviewed"), html: "<p>hostile" })],
    [
      "with facts that nobody approved",
      400,
      async () => ({
        claims: {
          ...(await claimsOf(HTML)),
          facts: { htmlDigest: await sha256(HTML), permissions: { camera: {} } },
        },
      }),
    ],
    [
      "with a domain that is a policy of its own",
      400,
      async () => ({
        claims: await claimsOf(HTML, { csp: { connectDomains: ["https://a.example; script-src *"] } }),
      }),
    ],
    ["with a template that is too large", 413, async () => ({ html: "x".repeat(2000) })],
    [
      "with a ticket that is too large",
      403,
      async () => ({ claims: await claimsOf(HTML, { domain: "x".repeat(100_000) }) }),
    ],
  ])("is refused %s, and the same without that is not", async (_, status, posted) => {
    const sandbox = sandboxWith({ maxTemplateBytes: 1000 });
    const refused = await sandbox(await post(await posted()));
    expect(refused.status).toBe(status);
    expect(await refused.text()).toMatch(/^[A-Z].*\.$/);
    expect((await sandbox(await post({}))).status).toBe(200);
  });

  test("is refused without an origin", async () => {
    const request = await post({});
    request.headers.delete("Origin");
    expect((await sandboxWith()(request)).status).toBe(403);
  });

  test("is refused with a ticket of one host page to another, although both may store", async () => {
    const sandbox = sandboxWith({ hostOrigins: [HOST, "http://other.example"] });
    const request = await post({ headers: { Origin: "http://other.example" } });
    expect(await (await sandbox(request)).text()).toBe("The ticket was not made for http://other.example.");
  });

  test("lets the refusal be read by a host page and by nobody else", async () => {
    const sandbox = sandboxWith();
    const own = await sandbox(await post({ key: `${KEY}, another one` }));
    expect(own.headers.get("Access-Control-Allow-Origin")).toBe(HOST);
    const foreign = await sandbox(await post({ headers: { Origin: "http://evil.example" } }));
    expect(foreign.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });
});

describe("a ticket", () => {
  test("is good for one View, and a new one is for the next", async () => {
    const sandbox = sandboxWith();
    const first = await post({});
    const replayed = first.clone();
    expect((await sandbox(first)).status).toBe(200);
    const again = await sandbox(replayed);
    expect([again.status, await again.text()]).toEqual([
      403,
      "The ticket was used before; each is good for one View.",
    ]);
    expect((await sandbox(await post({}))).status).toBe(200);
  });

  test("is not spent by the question whether the sandbox still has the bytes", async () => {
    const sandbox = sandboxWith();
    const ticket = await signTicket(KEY, await claimsOf(HTML));
    const send = (html: string): Promise<Response> =>
      sandbox(
        new Request(`${PROXY}/store`, {
          method: "POST",
          headers: { Origin: HOST },
          body: new Blob([`${ticket}\n`, html], { type: "text/plain" }),
        }),
      );
    expect((await send("")).status).toBe(404);
    expect((await send(HTML)).status).toBe(200);
  });

  test("is for the version that it names: another template's bytes get no place", async () => {
    const sandbox = sandboxWith();
    await stored(sandbox, { html: "<p>other" });
    const claims = await claimsOf(HTML);
    expect((await sandbox(await post({ claims, html: "<p>other" }))).status).toBe(400);
    expect((await sandbox(await post({ claims, html: HTML }))).status).toBe(200);
  });
});

describe("a request to store", () => {
  test.each(["same-origin", "same-site", "none"])(
    "is refused when the browser says that it is %s: no host page is that near",
    async (site) => {
      const sandbox = sandboxWith();
      expect((await sandbox(await post({ headers: { "Sec-Fetch-Site": site } }))).status).toBe(403);
      expect((await sandbox(await post({ headers: { "Sec-Fetch-Site": "cross-site" } }))).status).toBe(200);
    },
  );

  test("that trickles in is given up after 30 seconds, and one that comes in time is not", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const sandbox = sandboxWith();
    const ticket = new TextEncoder().encode(`${await signTicket(KEY, await claimsOf(HTML))}\n`);
    const half = new TextEncoder().encode(HTML.slice(0, 5));
    const sending = (after: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Request =>
      new Request(`${PROXY}/store`, {
        method: "POST",
        headers: { Origin: HOST, "Content-Type": "text/plain" },
        duplex: "half",
        body: new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(ticket);
            controller.enqueue(half);
            after(controller);
          },
        }),
      } as RequestInit);
    const slow = sandbox(sending(() => {}));
    const quick = sandbox(
      sending((controller) => {
        controller.enqueue(new TextEncoder().encode(HTML.slice(5)));
        controller.close();
      }),
    );
    expect((await quick).status).toBe(200);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([(await slow).status, await (await slow).text()]).toEqual([
      408,
      "The template did not arrive within 30 seconds.",
    ]);
  });

  test("with a compressed body is never inflated: what is not the template is refused", async () => {
    const bomb = new Blob(["\0".repeat(1_000_000)]).stream().pipeThrough(new CompressionStream("gzip"));
    const compressed = new Uint8Array(await new Response(bomb).arrayBuffer());
    const ticket = await signTicket(KEY, await claimsOf("\0".repeat(1_000_000)));
    const body = new Blob([`${ticket}\n`, compressed], { type: "text/plain" });
    const headers = { Origin: HOST, "Content-Encoding": "gzip" };
    const request = new Request(`${PROXY}/store`, { method: "POST", body, headers });
    const response = await sandboxWith({ maxTemplateBytes: 10_000 })(request);
    expect([response.status, await response.text()]).toEqual([
      400,
      "The HTML is not the one that the ticket is for.",
    ]);
  });
});

describe("a name that leads here without being ours", () => {
  const rebound =
    "http://proxy.evil.example:5181/?host=http%3A%2F%2Flocalhost%3A5180&view=0123456789abcdef.fedcba9876543210";

  test("is answered 421, whatever it asks for", async () => {
    const sandbox = sandboxWith({ base: "localhost:5181" });
    for (const url of [rebound, "http://localhost:9999/", "http://evil-localhost:5181/"]) {
      expect((await sandbox(get(url))).status).toBe(421);
    }
    expect((await sandbox(get(rebound.replace("evil.example", "localhost")))).status).toBe(200);
  });

  test("is served where the sandbox was not told its own", async () => {
    expect((await sandboxWith()(get(rebound))).status).toBe(200);
  });
});

describe("a View", () => {
  test("is the guard and the server's bytes, unchanged", async () => {
    const sandbox = sandboxWith();
    const response = await sandbox(get((await stored(sandbox)).href));
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toBe(VIEW_PREFIX + HTML);
  });

  test("has its policy in headers, made from the approved facts", async () => {
    const sandbox = sandboxWith();
    const facts = { csp: { connectDomains: ["https://api.example"] }, permissions: { camera: {} } };
    const url = await stored(sandbox, { claims: await claimsOf(HTML, facts) });
    const headers = Object.fromEntries((await sandbox(get(url.href))).headers);
    expect(headers["content-security-policy"]).toContain("connect-src 'self' https://api.example;");
    expect(headers["content-security-policy"]).toContain(
      `frame-ancestors ${PROXY} ${HOST}; sandbox allow-scripts`,
    );
    expect(headers["content-security-policy"]).not.toContain("unsafe-eval");
    expect(headers["connection-allowlist"]).toContain('"https://api.example/*"');
    expect(headers["permissions-policy"]).toContain("camera=(self), microphone=()");
    expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
    expect(headers).not.toHaveProperty("origin-agent-cluster");
  });

  test("may eval only with a ticket that says so", async () => {
    const sandbox = sandboxWith();
    const url = await stored(sandbox, { claims: { ...(await claimsOf(HTML)), unsafeEval: true } });
    expect((await sandbox(get(url.href))).headers.get("Content-Security-Policy")).toContain("'unsafe-eval'");
  });

  test("is served once: coming back answers 410 and tells the proxy", async () => {
    const sandbox = sandboxWith();
    const { href } = await stored(sandbox);
    expect((await sandbox(get(href))).status).toBe(200);
    const again = await sandbox(get(href));
    expect(again.status).toBe(410);
    expect(await again.text()).toContain("ui/notifications/sandbox-view-replaced");
  });

  test("is served for 30 seconds", async () => {
    let now = Date.now();
    const sandbox = sandboxWith({ now: () => now });
    const { href } = await stored(sandbox);
    now += 30_000;
    expect((await sandbox(get(href))).status).toBe(410);
  });

  test("is served at its own host only", async () => {
    const sandbox = sandboxWith();
    const url = await stored(sandbox);
    const elsewhere = new URL(url);
    elsewhere.hostname = url.hostname.replace(/^.{8}/, "aaaaaaaa");
    expect((await sandbox(get(elsewhere.href))).status).toBe(410);
    expect((await sandbox(get(url.href))).status).toBe(200);
  });

  test.each(["document", "empty", "script", "serviceworker", "worker", "object"])(
    "is refused to a request for a %s, which does not spend the address",
    async (destination) => {
      const sandbox = sandboxWith();
      const { href } = await stored(sandbox);
      expect((await sandbox(get(href, { "Sec-Fetch-Dest": destination }))).status).toBe(403);
      expect((await sandbox(get(href, { "Sec-Fetch-Dest": "iframe" }))).status).toBe(200);
    },
  );
});

describe("everything else", () => {
  test.each([
    ["HEAD", `${PROXY}/`, 405],
    ["POST", `${PROXY}/`, 405],
    ["GET", `${PROXY}/store`, 405],
    ["OPTIONS", `${PROXY}/store`, 405],
    ["HEAD", "http://0123456789abcdef.fedcba9876543210.localhost:5181/view/x", 405],
    ["GET", "http://0123456789abcdef.fedcba9876543210.localhost:5181/view/x", 410],
    ["GET", "http://0123456789abcdef.fedcba9876543210.localhost:5181/", 404],
    ["GET", `${PROXY}/view/x`, 404],
    ["GET", "http://localhost:5181/", 404],
    ["GET", "http://short.label.localhost:5181/view/x", 404],
  ])("%s %s answers %i", async (method, url, status) => {
    expect((await sandboxWith()(new Request(url, { method }))).status).toBe(status);
  });

  test.each([
    ["a short key", { key: "short" }],
    ["a host origin with a path", { hostOrigins: ["http://localhost:5180/"] }],
    ["a host origin without a scheme", { hostOrigins: ["localhost:5180"] }],
    ["every host", { hostOrigins: ["*"] }],
  ])("does not start with %s", (_, options) => {
    expect(() => sandboxWith(options)).toThrow(
      expect.objectContaining({ code: "invalid-argument" }) as Error,
    );
  });
});

describe("the probe", () => {
  const probe = `${PROXY}/probe?${new URLSearchParams({ host: HOST }).toString()}`;
  const viewOf = (body: string): string =>
    /data-view="([^"]+)"/.exec(body)?.[1]?.replaceAll("&amp;", "&") ?? "";

  test("has a page of the proxy for one host, which frames a page at an origin that a View could have", async () => {
    const sandbox = sandboxWith();
    const response = await sandbox(get(probe, { "Sec-Fetch-Site": "cross-site" }));
    const body = await response.text();
    expect(body).toContain(`data-parent="${HOST}" data-site="cross-site"`);
    const view = new URL(viewOf(body));
    expect(view.host).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{32}\.localhost:5181$/);
    const csp = response.headers.get("Content-Security-Policy");
    expect(csp).toContain(`frame-src ${view.origin};`);
    expect(csp).toContain(`frame-ancestors ${HOST}`);

    const inner = await sandbox(get(view.href));
    expect(inner.headers.get("Connection-Allowlist")).toBe("()");
    expect(inner.headers.get("Permissions-Policy")).toBe("fullscreen=()");
    expect(inner.headers.get("Content-Security-Policy")).toContain(`frame-ancestors ${PROXY} ${HOST}`);
    expect(await inner.text()).toContain(`data-parent="${PROXY}"`);
  });

  test("has one page for everything where Views share an origin", async () => {
    const response = await sandboxWith({ views: "opaque" })(get(probe));
    expect(response.headers.get("Connection-Allowlist")).toBe("()");
    expect(await response.text()).toContain('data-limited="opaque"');
  });

  test.each([
    ["another host", `${PROXY}/probe?host=http://evil.example`],
    ["no host", `${PROXY}/probe`],
    ["another path", `${PROXY}/probe/other?host=${HOST}`],
  ])("has nothing for %s", async (_, url) => {
    expect((await sandboxWith()(get(url))).status).toBe(404);
  });

  test("answers frames only, but for what a page has to try to reach", async () => {
    const sandbox = sandboxWith();
    expect((await sandbox(get(probe, { "Sec-Fetch-Dest": "document" }))).status).toBe(403);
    expect((await sandbox(get(`${PROXY}/probe/framed`, { "Sec-Fetch-Dest": "document" }))).status).toBe(403);
    expect((await sandbox(get(`${PROXY}/probe/reach`, { "Sec-Fetch-Dest": "empty" }))).status).toBe(200);
  });
});
