import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { idleRules } from "./idle-rules.ts";
import { policyFromRules, type PolicyRule } from "./policy.ts";

const idle = (...rules: PolicyRule[]): string[] =>
  idleRules(rules).map(({ index, why }) => `rule ${index + 1} ${why}`);

describe("A rule is idle when", () => {
  test.each<[string, PolicyRule[], string[]]>([
    [
      "an earlier one is wider",
      [
        { tool: "*", verdict: "ask" },
        { tool: "pay_*", verdict: "deny" },
      ],
      ["rule 2 can never decide: rule 1 holds first"],
    ],
    [
      "an earlier one says the same of any server",
      [
        { tool: "pay", verdict: "ask" },
        { server: "shop", tool: "pay", verdict: "ask" },
      ],
      ["rule 2 can never decide: rule 1 holds first"],
    ],
    [
      "its conditions exclude each other",
      [{ tool: "pay", action: "ui/open-link", verdict: "allow" }],
      ["rule 1 can never decide: its conditions never hold together"],
    ],
    [
      "it names an action that there is not",
      [{ action: "ui/open_link", verdict: "deny" }],
      ["rule 1 can never decide: its conditions never hold together"],
    ],
    [
      "all but deep links and untrusted servers are decided before, which a general allow does not speak of",
      [{ verdict: "allow" }, { tool: "pay", verdict: "deny" }],
      [
        "rule 2 decides about deep links and servers that are not trusted only: rule 1 holds first for all else",
      ],
    ],
    [
      "an actor's actions are allowed before, which holds for trusted servers alone",
      [{ verdict: "allow" }, { actor: "view", verdict: "deny" }],
      ["rule 2 decides about servers that are not trusted only: rule 1 holds first for all else"],
    ],
    [
      "an earlier one allows more",
      [{ verdict: "allow" }, { tool: "pay", verdict: "allow" }],
      ["rule 2 can never decide: rule 1 holds first"],
    ],
  ])("%s", (_, rules, expected) => expect(idle(...rules)).toEqual(expected));
});

describe("A rule is not idle when", () => {
  test.each<[string, PolicyRule[]]>([
    [
      "the earlier one is narrower",
      [
        { tool: "pay_*", verdict: "ask" },
        { tool: "*", verdict: "deny" },
      ],
    ],
    [
      "the earlier one is of another actor",
      [
        { actor: "model", verdict: "deny" },
        { actor: "view", verdict: "ask" },
      ],
    ],
    [
      "the globs only overlap",
      [
        { tool: "pay_*", verdict: "ask" },
        { tool: "*_now", verdict: "deny" },
      ],
    ],
    [
      "the earlier one allows an origin, and the later one asks for downloads from there and elsewhere",
      [
        { action: "ui/download-file", origin: "https://a.example", verdict: "allow" },
        { action: "ui/download-file", origin: "https://a.example", verdict: "deny" },
      ],
    ],
    [
      "the earlier one speaks of origins, which calls have none of",
      [
        { origin: "*", verdict: "deny" },
        { action: "ui/*", verdict: "ask" },
      ],
    ],
  ])("%s", (_, rules) => expect(idle(...rules)).toEqual([]));
});

test("A rule that is named idle for good decides about nothing, whatever the rules", () => {
  const part = fc.option(
    fc
      .array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 3 })
      .map((letters) => letters.join("")),
    { nil: undefined },
  );
  const actor = fc.constantFrom("person", "model", "view", "embedder", "link" as const);
  const rule = fc.record({
    server: part,
    tool: part,
    actor: fc.option(actor, { nil: undefined }),
    verdict: fc.constantFrom("allow", "ask", "deny" as const),
  }) as fc.Arbitrary<PolicyRule>;
  const name = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 4 });
  const action = fc
    .record({ server: name, tool: name, actor })
    .map(({ server, tool, actor: by }): Action => ({
      id: "1",
      actor: by,
      server: { name: server, identity: server },
      traceparent: "00-0-0-01",
      method: "tools/call",
      name: tool,
      tool: undefined,
      arguments: {},
    }));
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 5 }), action, fc.boolean(), (rules, asked, isTrusted) => {
      const never = idleRules(rules).filter(({ why }) => why.startsWith("can never"));
      const policy = policyFromRules(rules, { trusted: () => isTrusted });
      expect(never.map(({ index }) => `rule ${index + 1}`)).not.toContain(policy(asked).rule);
    }),
  );
});
