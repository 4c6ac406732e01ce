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
