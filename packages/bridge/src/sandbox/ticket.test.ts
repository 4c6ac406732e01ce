import * as fc from "fast-check";
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
    expect(await verifyTicket(KEY, await signTicket(KEY, CLAIMS), NOW)).toEqual({
      ok: true,
      claims: { ...CLAIMS, nonce: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
  });

  test("is another one each time", async () => {
    expect(await signTicket(KEY, CLAIMS)).not.toBe(await signTicket(KEY, CLAIMS));
  });

  test("carries text beyond ASCII", async () => {
    const claims = { ...CLAIMS, uri: "ui://tea/Körbchen-🫖" };
    expect(await verifyTicket(KEY, await signTicket(KEY, claims), NOW)).toMatchObject({ ok: true, claims });
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

describe("every ticket (property)", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const claimed = fc.record({
    v: fc.constant(1 as const),
    identity: text,
    uri: text,
    digest: text,
    facts: fc.record({
      htmlDigest: text,
      csp: fc.record({ connectDomains: fc.array(text, { maxLength: 3 }) }),
    }),
    embedder: text,
    exp: fc.integer({ min: NOW + 1, max: NOW + 1000 }),
  });

  test("says what was signed, whatever that is", async () => {
    await fc.assert(
      fc.asyncProperty(claimed, async (claims) => {
        expect(await verifyTicket(KEY, await signTicket(KEY, claims), NOW)).toMatchObject({
          ok: true,
          claims,
        });
      }),
      { numRuns: 100 },
    );
  });

  test("is refused when one of its bits is another", async () => {
    const ticket = await signTicket(KEY, CLAIMS);
    const bytes = new TextEncoder().encode(ticket);
    const flips = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      return new TextDecoder().decode(flipped);
    });
    const verdicts = await Promise.all(flips.map((flipped) => verifyTicket(KEY, flipped, NOW)));
    expect(flips.filter((_, index) => verdicts[index]?.ok)).toEqual([]);
    expect(flips.length).toBeGreaterThan(2000);
  });

  test("is refused when any of it is cut off, doubled or replaced", async () => {
    const ticket = await signTicket(KEY, CLAIMS);
    const index = fc.nat({ max: ticket.length - 1 });
    await fc.assert(
      fc.asyncProperty(index, index, fc.string({ maxLength: 4 }), async (a, b, other) => {
        const edited = ticket.slice(0, Math.min(a, b)) + other + ticket.slice(Math.max(a, b));
        fc.pre(edited !== ticket);
        expect(await verifyTicket(KEY, edited, NOW)).toMatchObject({ ok: false });
      }),
      { numRuns: 300 },
    );
  });
});

test("a key of 31 bytes is refused, one of 32 is not", () => {
  expect(() => assertSandboxKey(new Uint8Array(31))).toThrow(
    expect.objectContaining({ code: "invalid-argument" }) as Error,
  );
  expect(() => assertSandboxKey("x".repeat(32))).not.toThrow();
});
