import { describe, expect, test } from "vitest";
import type { Approval } from "./approval.ts";
import { approvalProblem } from "./approval-problem.ts";
import { missingGrant } from "./grants.ts";
import { templateDigest } from "./template-digest.ts";
import type { TemplateFacts } from "./template.ts";

const LOCAL = "http://localhost:3000";
const FACTS: TemplateFacts = {
  htmlDigest: `sha256:${"0".repeat(64)}`,
  csp: { connectDomains: ["https://api.example", LOCAL], resourceDomains: [LOCAL] },
};

async function approval(fields: Partial<Approval> = {}): Promise<Approval> {
  const facts = fields.facts ?? FACTS;
  return {
    state: "approved",
    identity: "https://shop.example/mcp",
    uri: "ui://shop/app",
    digest: await templateDigest(facts),
    facts,
    by: "person",
    at: "2026-11-21T10:00:00.000Z",
    ...fields,
  };
}

describe("an approval", () => {
  test.each<[string, Partial<Approval>]>([
    ["without grants", {}],
    ["with the domain it declares", { localDomains: [LOCAL] }],
    ["with eval", { unsafeEval: true }],
    ["of a lock file, with both", { by: "lock", unsafeEval: true, localDomains: [LOCAL] }],
    ["by policy, without grants", { by: "policy" }],
    ["that is a block", { state: "blocked" }],
  ])("%s is believed", async (_, fields) => {
    expect(await approvalProblem(await approval(fields))).toBeUndefined();
  });

  test.each<[string, Partial<Approval>, string]>([
    ["another digest", { digest: `sha256:${"1".repeat(64)}` }, "is not that of its facts"],
    [
      "facts that are no header",
      { facts: { ...FACTS, csp: { connectDomains: ["https://a.example; script-src *"] } } },
      "is not an origin",
    ],
    ["eval by policy", { by: "policy", unsafeEval: true }, "A policy cannot grant"],
    ["a local domain by policy", { by: "policy", localDomains: [LOCAL] }, "A policy cannot grant"],
    ["a block that grants", { state: "blocked", unsafeEval: true }, "A block grants nothing."],
    ["a domain that is not declared", { localDomains: ["http://127.0.0.1"] }, "does not declare"],
    ["a domain that is not local", { localDomains: ["https://api.example"] }, "does not declare"],
  ])("with %s is not", async (_, fields, problem) => {
    expect(await approvalProblem(await approval(fields))).toContain(problem);
  });
});

describe("the grants of a template with a local domain", () => {
  test("are missing until it is named", () => {
    expect(missingGrant(FACTS, {})).toBe(
      "It declares http://localhost:3000; a domain on this machine or its network, or an IP address, must be allowed explicitly.",
    );
    expect(missingGrant(FACTS, { localDomains: [LOCAL] })).toBeUndefined();
  });

  test("are missing while one of several is", () => {
    const csp = { frameDomains: [LOCAL], baseUriDomains: ["https://10.0.0.1"] };
    expect(missingGrant({ ...FACTS, csp }, { localDomains: [LOCAL] })).toContain("https://10.0.0.1");
  });

  test("cannot be given by another spelling", () => {
    expect(missingGrant(FACTS, { localDomains: ["http://LOCALHOST:3000"] })).toBeDefined();
  });
});
