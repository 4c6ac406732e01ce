import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { declarationDiff } from "./declaration-diff.ts";
import type { TemplateFacts } from "./template.ts";
import { templateDigest } from "./template-digest.ts";

const htmlDigest = `sha256:${"0".repeat(64)}`;
const nothing = { added: [], removed: [] };

describe("What two versions declare differently", () => {
  test("is told by part, in words", () => {
    const diff = declarationDiff(
      { htmlDigest, csp: { connectDomains: ["https://a.example"] }, permissions: { camera: {} } },
      { htmlDigest, csp: { connectDomains: ["https://b.example"] }, domain: "shop" },
    );
    expect(diff).toEqual({
      csp: { added: ["connectDomains https://b.example"], removed: ["connectDomains https://a.example"] },
      permissions: { added: [], removed: ["camera"] },
      domain: { added: ["shop"], removed: [] },
    });
  });

  test("is nothing for the same declarations", () => {
    const facts = { htmlDigest, csp: { frameDomains: ["https://a.example"] } };
    expect(declarationDiff(facts, facts)).toEqual({ csp: nothing, permissions: nothing, domain: nothing });
  });

  test.each([
    [undefined, {}, { added: ["a policy of its own"], removed: [] }],
    [
      { connectDomains: ["https://a.example", "https://b.example"] },
      { connectDomains: ["https://b.example", "https://a.example"] },
      { added: ["written differently"], removed: [] },
    ],
    [{}, { connectDomains: [] }, { added: ["written differently"], removed: [] }],
  ])("shows where only the form differs: %j and %j", (before, after, csp) => {
    const diff = declarationDiff(
      { htmlDigest, ...(before && { csp: before }) },
      { htmlDigest, ...(after && { csp: after }) },
    );
    expect(diff.csp).toEqual(csp);
  });

  test("shows whenever their digests differ", async () => {
    const domain = fc.constantFrom("https://a.example", "https://b.example", "wss://c.example");
    const facts: fc.Arbitrary<TemplateFacts> = fc.record(
      {
        htmlDigest: fc.constant(htmlDigest),
        csp: fc.record(
          { connectDomains: fc.array(domain), frameDomains: fc.array(domain) },
          { requiredKeys: [] },
        ),
        permissions: fc.record(
          { camera: fc.constant({}), geolocation: fc.constant({}) },
          { requiredKeys: [] },
        ),
        domain: fc.constantFrom("a", "b"),
      },
      { requiredKeys: ["htmlDigest"] },
    );
    await fc.assert(
      fc.asyncProperty(facts, facts, async (before, after) => {
        const words = Object.values(declarationDiff(before, after)).flatMap(({ added, removed }) => [
          ...added,
          ...removed,
        ]);
        expect(words.length > 0).toBe((await templateDigest(before)) !== (await templateDigest(after)));
      }),
    );
  });
});
