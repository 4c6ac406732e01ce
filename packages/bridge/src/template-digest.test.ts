import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "./digest.ts";
import { templateDigest } from "./template-digest.ts";
import type { TemplateFacts } from "./template.ts";

const facts: TemplateFacts = {
  htmlDigest: "sha256:ab",
  csp: { resourceDomains: ["https://cdn.example.com"], connectDomains: ["https://api.example.com"] },
};

describe("templateDigest", () => {
  test("hashes the canonical JSON of the facts", async () => {
    const canonical =
      '{"csp":{"connectDomains":["https://api.example.com"],"resourceDomains":["https://cdn.example.com"]},"htmlDigest":"sha256:ab"}';
    expect(await templateDigest(facts)).toBe(await sha256(canonical));
  });

  test("does not depend on the order of keys", async () => {
    const reordered = {
      csp: {
        connectDomains: facts.csp?.connectDomains ?? [],
        resourceDomains: facts.csp?.resourceDomains ?? [],
      },
      htmlDigest: facts.htmlDigest,
    };
    expect(await templateDigest(reordered)).toBe(await templateDigest(facts));
  });

  test("ignores what is not a fact", async () => {
    expect(await templateDigest({ ...facts, uri: "ui://x/y" } as TemplateFacts)).toBe(
      await templateDigest(facts),
    );
  });

  test.each<[string, TemplateFacts]>([
    ["the HTML", { ...facts, htmlDigest: "sha256:ac" }],
    ["the CSP", { ...facts, csp: {} }],
    ["the permissions", { ...facts, permissions: { camera: {} } }],
    ["the domain", { ...facts, domain: "shop" }],
    ["an absent CSP", { htmlDigest: facts.htmlDigest }],
  ])("changes with %s", async (_, changed) => {
    expect(await templateDigest(changed)).not.toBe(await templateDigest(facts));
  });
});

describe("templateDigest of any facts (property)", () => {
  const domains = fc.array(
    fc.webAuthority().map((host) => `https://${host}`),
    { maxLength: 4 },
  );
  const anyFacts = fc.record(
    {
      htmlDigest: fc.string({ minLength: 1, maxLength: 20 }),
      csp: fc.record(
        {
          connectDomains: domains,
          resourceDomains: domains,
          frameDomains: domains,
          baseUriDomains: domains,
        },
        { requiredKeys: [] },
      ),
      permissions: fc.record(
        { camera: fc.constant({}), geolocation: fc.constant({}), clipboardWrite: fc.constant({}) },
        { requiredKeys: [] },
      ),
      domain: fc.string({ minLength: 1, maxLength: 20 }),
    },
    { requiredKeys: ["htmlDigest"] },
  ) as fc.Arbitrary<TemplateFacts>;

  const reversed = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inner]) => [key, reversed(inner)]),
        )
      : value;

  test("does not depend on the order of any keys", async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, async (given) => {
        expect(await templateDigest(reversed(given) as TemplateFacts)).toBe(await templateDigest(given));
      }),
    );
  });

  test("changes with one fact, and with one domain of one field", async () => {
    const changes = fc.constantFrom<(facts: TemplateFacts) => TemplateFacts>(
      (given) => ({ ...given, htmlDigest: `${given.htmlDigest}0` }),
      (given) => ({ ...given, domain: `${given.domain ?? ""}x` }),
      (given) => ({ ...given, permissions: { ...given.permissions, extra: {} } as object }),
      ...(["connectDomains", "resourceDomains", "frameDomains", "baseUriDomains"] as const).map(
        (field) =>
          (given: TemplateFacts): TemplateFacts => ({
            ...given,
            csp: { ...given.csp, [field]: [...(given.csp?.[field] ?? []), "https://more.example"] },
          }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(anyFacts, changes, async (given, change) => {
        expect(await templateDigest(change(given))).not.toBe(await templateDigest(given));
      }),
      { numRuns: 300 },
    );
  });
});
