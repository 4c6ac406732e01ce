import { describe, expect, test } from "vitest";
import { assertSandboxKey, signTicket, verifyTicket } from "./ticket.ts";
import type { TicketClaims } from "./ticket.ts";

const KEY = "a key of at least thirty-two bytes";
const NOW = 1_800_000_000;
const CLAIMS: TicketClaims = {
  v: 1,
  identity: "https://tea.example/mcp",
  uri: "ui://tea/basket",
  digest: "sha256:aa",
  facts: { htmlDigest: "sha256:bb", csp: { connectDomains: ["https://api.example"] } },
  embedder: "http://localhost:5180",
  exp: NOW + 60,
};

const payload = (claims: object): string => btoa(JSON.stringify(claims)).replace(/=+$/, "");

describe("a ticket", () => {
  test("says what was signed", async () => {
    expect(await verifyTicket(KEY, await signTicket(KEY, CLAIMS), NOW)).toEqual({ ok: true, claims: CLAIMS });
  });

  test("carries text beyond ASCII", async () => {
    const claims = { ...CLAIMS, uri: "ui://tea/Körbchen-🫖" };
    expect(await verifyTicket(KEY, await signTicket(KEY, claims), NOW)).toEqual({ ok: true, claims });
  });

  test("takes a key of bytes", async () => {
    const key = new TextEncoder().encode(KEY);
    expect(await verifyTicket(KEY, await signTicket(key, CLAIMS), NOW)).toMatchObject({ ok: true });
  });

  test("is worthless with claims that were changed, although the claims alone read well", async () => {
    const [, mac] = (await signTicket(KEY, CLAIMS)).split(".");
    const forged = `${payload({ ...CLAIMS, unsafeEval: true })}.${mac}`;
    expect(JSON.parse(atob(forged.split(".")[0] ?? ""))).toMatchObject({ unsafeEval: true });
    expect(await verifyTicket(KEY, forged, NOW)).toMatchObject({ ok: false, reason: /not signed/ });
  });

  test("is worthless under another key", async () => {
    const otherKey = `${KEY}, another one`;
    const foreign = await signTicket(otherKey, CLAIMS);
    expect(await verifyTicket(KEY, foreign, NOW)).toMatchObject({ ok: false });
    expect(await verifyTicket(otherKey, foreign, NOW)).toMatchObject({ ok: true });
  });

  test("expires", async () => {
    const ticket = await signTicket(KEY, CLAIMS);
    expect(await verifyTicket(KEY, ticket, CLAIMS.exp - 1)).toMatchObject({ ok: true });
    expect(await verifyTicket(KEY, ticket, CLAIMS.exp)).toMatchObject({
      ok: false,
      reason: "The ticket has expired.",
    });
  });

  test.each([
    ["without an expiry", { ...CLAIMS, exp: undefined }],
    ["of another version", { ...CLAIMS, v: 2 }],
    ["without facts", { ...CLAIMS, facts: undefined }],
  ])("%s is refused even when it is signed", async (_, claims) => {
    const ticket = await signTicket(KEY, claims as unknown as TicketClaims);
    expect(await verifyTicket(KEY, ticket, NOW)).toMatchObject({ ok: false });
  });

  test.each(["", ".", "a.b.c", "@.@", payload(CLAIMS), `${payload(CLAIMS)}.`, "a.a"])(
    "%j is none",
    async (text) => {
      expect(await verifyTicket(KEY, text, NOW)).toMatchObject({ ok: false });
    },
  );
});

test("a key of 31 bytes is refused, one of 32 is not", () => {
  expect(() => assertSandboxKey(new Uint8Array(31))).toThrow(
    expect.objectContaining({ code: "invalid-argument" }) as Error,
  );
  expect(() => assertSandboxKey("x".repeat(32))).not.toThrow();
});
