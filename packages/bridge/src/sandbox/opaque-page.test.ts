import { expect, test } from "vitest";
import { sha256 } from "../digest.ts";
import { templateDigest } from "../template-digest.ts";
import type { TemplateFacts } from "../template.ts";
import { createSandbox } from "./create-sandbox.ts";
import { PROXY_SCRIPT } from "./proxy-script.ts";
import { signTicket } from "./ticket.ts";
import type { TicketClaims } from "./ticket.ts";

const KEY = "a key of at least thirty-two bytes";
const HOST = "http://localhost:5180";
const ORIGIN = "http://sandbox.example:5181";
const sandbox = createSandbox({ hostOrigins: [HOST], key: KEY, views: "opaque" });

async function page(
  claims: Partial<TicketClaims> = {},
  declared: Partial<TemplateFacts> = {},
): Promise<Response> {
  const facts = { htmlDigest: await sha256("<p>tea"), ...declared };
  const ticket = await signTicket(KEY, {
    v: 1,
    identity: "https://tea.example/mcp",
    uri: "ui://tea/basket",
    digest: await templateDigest(facts),
    facts,
    embedder: HOST,
    exp: Math.floor(Date.now() / 1000) + 60,
    ...claims,
  });
  return sandbox(new Request(`${ORIGIN}/opaque?${new URLSearchParams({ ticket }).toString()}`));
}

test("the page has the policy that its child inherits, and a script that this policy allows", async () => {
  const response = await page(
    {},
    { csp: { resourceDomains: ["https://cdn.example"] }, permissions: { camera: {} } },
  );
  const csp = response.headers.get("Content-Security-Policy");
  expect(csp).toContain("script-src 'self' 'unsafe-inline' https://cdn.example;");
  expect(csp).toContain(`frame-ancestors ${HOST};`);
  expect(csp).not.toContain("nonce-");
  expect(response.headers.get("Permissions-Policy")).toContain("camera=*, microphone=()");
  expect(response.headers.get("Connection-Allowlist")).toContain("https://cdn.example");
  const body = await response.text();
  expect(body).toContain(`<script src="/proxy.js" data-host="${HOST}" data-view="null"`);
  expect(body).toContain(`data-digest="${await sha256("<p>tea")}"`);
});

test("the prefix is escaped, so the guard reaches the child whole", async () => {
  const body = await (await page()).text();
  expect(body.match(/<script/g)).toHaveLength(1);
});

test("the script is served as it is", async () => {
  const response = await sandbox(new Request(`${ORIGIN}/proxy.js`));
  expect(response.headers.get("Content-Type")).toContain("text/javascript");
  expect(await response.text()).toBe(PROXY_SCRIPT);
});

test.each<[string, number, Partial<TicketClaims>]>([
  ["of another page", 403, { embedder: "http://evil.example" }],
  ["that expired", 403, { exp: 1 }],
  ["for other facts", 400, { digest: "sha256:00" }],
])("the page is refused with a ticket %s", async (_, status, claims) => {
  expect((await page(claims)).status).toBe(status);
  expect((await page()).status).toBe(200);
});

test("a domain that is no source is refused here, too", async () => {
  expect((await page({}, { csp: { connectDomains: ["*"] } })).status).toBe(400);
});

test.each([
  ["GET", "/", 404],
  ["GET", "/store", 404],
  ["POST", "/opaque", 405],
  ["GET", "/opaque", 403],
])("%s %s answers %i", async (method, path, status) => {
  expect((await sandbox(new Request(ORIGIN + path, { method }))).status).toBe(status);
});
