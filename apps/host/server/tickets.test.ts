import { createOriginJudge, templateDigest, type Approval, type OriginLists } from "@vitrine/bridge";
import { createSandbox } from "@vitrine/bridge/sandbox";
import { describe, expect, test } from "vitest";
import { createApprovals } from "./approvals.ts";
import { temporaryDirectory } from "./running-host.fixture.ts";
import { createTickets, type Tickets } from "./tickets.ts";

const ORIGIN = "http://localhost:5180";
const KEY = new Uint8Array(32).fill(7);
const HTML = "<p>approved";
const LOCAL = "http://localhost:3000";

async function approvalOf(fields: Partial<Approval> = {}): Promise<Approval> {
  const facts = fields.facts ?? { htmlDigest: await sha256(HTML) };
  return {
    state: "approved",
    identity: "https://shop.example/mcp",
    uri: "ui://shop/basket",
    digest: await templateDigest(facts),
    facts,
    by: "person",
    at: "2026-11-21T12:00:00.000Z",
    ...fields,
  };
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256:${Buffer.from(bytes).toString("hex")}`;
}

async function ticketsFor(approval: Approval, lists: OriginLists = {}): Promise<Tickets> {
  const approvals = createApprovals({
    directory: temporaryDirectory(),
    locked: [approval],
    mode: () => "ask",
  });
  return createTickets({ approvals, origins: createOriginJudge(lists), key: KEY, embedder: ORIGIN });
}

/** What the sandbox makes of a ticket and some HTML. */
async function store(ticket: string, html: string): Promise<Response> {
  const sandbox = createSandbox({ hostOrigins: [ORIGIN], key: KEY });
  const body = new Blob([`${ticket}\n`, html], { type: "text/plain" });
  const headers = { Origin: ORIGIN };
  const stored = await sandbox(
    new Request("http://proxy.localhost:5181/store", { method: "POST", body, headers }),
  );
  if (!stored.ok) return stored;
  const { url } = (await stored.json()) as { readonly url: string };
  return sandbox(new Request(url));
}

describe("A ticket", () => {
  test("places what was approved, and one byte less or more is refused", async () => {
    const approval = await approvalOf();
    const ticket = await (await ticketsFor(approval)).issue(approval);
    expect(await (await store(ticket, HTML)).text()).toContain(HTML);
    const switched = await store(ticket, `${HTML}!`);
    expect([switched.status, await switched.text()]).toEqual([
      400,
      "The HTML is not the one that the ticket is for.",
    ]);
  });

  test("is not given for the version that was served after the approval", async () => {
    const tickets = await ticketsFor(await approvalOf());
    const served = await approvalOf({ facts: { htmlDigest: await sha256(`${HTML}!`) } });
    await expect(tickets.issue(served)).rejects.toThrow("is not approved");
  });

  test("carries the grant of eval into the View's policy, and only where it was given", async () => {
    const plain = await approvalOf();
    const granted = await approvalOf({ unsafeEval: true });
    const policyOf = async (approval: Approval): Promise<string | null> =>
      (await store(await (await ticketsFor(approval)).issue(approval), HTML)).headers.get(
        "Content-Security-Policy",
      );
    expect(await policyOf(plain)).not.toContain("'unsafe-eval'");
    expect(await policyOf(granted)).toContain("script-src 'self' 'unsafe-inline' 'unsafe-eval'");
  });

  test("is not given while a local domain is not allowed explicitly, and is when it was", async () => {
    const facts = { htmlDigest: await sha256(HTML), csp: { connectDomains: [LOCAL] } };
    const lacking = await approvalOf({ facts });
    await expect((await ticketsFor(lacking)).issue(lacking)).rejects.toThrow(
      `ui://shop/basket must not run: It declares ${LOCAL}`,
    );
    const allowed = await approvalOf({ facts, localDomains: [LOCAL] });
    const view = await store(await (await ticketsFor(allowed)).issue(allowed), HTML);
    expect(view.headers.get("Content-Security-Policy")).toContain(`connect-src 'self' ${LOCAL};`);
  });

  test("is not given against the host's origin lists, whatever was approved before", async () => {
    const facts = { htmlDigest: await sha256(HTML), csp: { connectDomains: ["https://api.evil.example"] } };
    const approval = await approvalOf({ facts });
    const blocked = await ticketsFor(approval, { block: ["https://*.evil.example"] });
    await expect(blocked.issue(approval)).rejects.toThrow('by the rule "https://*.evil.example"');
    const elsewhere = await ticketsFor(approval, { allow: ["https://api.example"] });
    await expect(elsewhere.issue(approval)).rejects.toThrow("not in this host's list of allowed origins");
    expect(await (await ticketsFor(approval)).issue(approval)).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  test("is not given for an approval whose facts were edited where it is kept", async () => {
    const { digest } = await approvalOf();
    const edited = await approvalOf({
      digest,
      facts: { htmlDigest: await sha256(HTML), csp: { connectDomains: ["https://evil.example"] } },
    });
    await expect((await ticketsFor(edited)).issue(edited)).rejects.toThrow("is not that of its facts");
  });
});
