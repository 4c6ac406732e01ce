import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { askFirst, askForWrites, explainPolicy, policyFromRules, trustReadsOf } from "./policy.ts";
import { parseTool } from "./server-tool.ts";

const base = {
  id: "a1",
  actor: "view",
  server: { name: "shop", identity: "https://shop.example/mcp" },
  view: { id: "v1", tool: "show_basket" },
  traceparent: "00-0-0-01",
} as const;

function call(name: string, annotations: object = {}, actor: Action["actor"] = "view"): Action {
  const tool = parseTool({ name, inputSchema: { type: "object" }, annotations });
  return { ...base, actor, method: "tools/call", name, tool, arguments: {} };
}

const link = (url: string): Action => ({ ...base, method: "ui/open-link", url: new URL(url) });

const modelContext: Action = { ...base, method: "ui/update-model-context" };
const read: Action = { ...base, method: "resources/read", uri: "ui://x" };

describe("Without rules", () => {
  test.each([
    ["a View's call", call("x"), "ask"],
    ["a View's call that claims to be read-only", call("x", { readOnlyHint: true }), "ask"],
    ["the model's call", call("x", {}, "model"), "ask"],
    ["a deep link's call", call("x", {}, "link"), "ask"],
    ["the person's call", call("x", {}, "person"), "allow"],
    ["the embedder's call", call("x", {}, "embedder"), "allow"],
    ["a link", link("https://example.com"), "ask"],
    ["model context", modelContext, "allow"],
  ])("%s: %s", (_name, action, verdict) => {
    expect(askFirst(action).verdict).toBe(verdict);
  });

  test.each([
    ["a View's call", call("x"), "ask"],
    ["a View's read-only call", call("x", { readOnlyHint: true }), "allow"],
    ["a deep link's read-only call", call("x", { readOnlyHint: true }, "link"), "ask"],
    ["a read", read, "allow"],
    ["a link", link("https://example.com"), "ask"],
  ])("and reads trusted, %s: %s", (_name, action, verdict) => {
    expect(askForWrites(action).verdict).toBe(verdict);
  });

  test("and reads of some servers trusted, the others ask", () => {
    const policy = trustReadsOf(({ name }) => name === "shop");
    expect(policy(call("x", { readOnlyHint: true })).verdict).toBe("allow");
    expect(policy({ ...read, server: { name: "other", identity: "o" } }).verdict).toBe("ask");
  });
});

describe("With rules", () => {
  test("the first that holds decides, and is named", () => {
    const policy = policyFromRules([
      { tool: "pay_*", verdict: "deny" },
      { server: "shop", verdict: "allow" },
    ]);
    expect(policy(call("pay_basket"))).toEqual({ verdict: "deny", rule: "rule 1" });
    expect(policy(call("show"))).toEqual({ verdict: "allow", rule: "rule 2" });
    expect(policyFromRules([{ server: "bank", verdict: "allow" }])(call("show"))).toEqual({ verdict: "ask" });
  });

  test("a rule about a tool says nothing about links", () => {
    expect(policyFromRules([{ tool: "*", verdict: "allow" }])(link("https://example.com")).verdict).toBe(
      "ask",
    );
  });

  test("a rule about an origin holds for that origin and no longer name", () => {
    const policy = policyFromRules([
      { action: "ui/open-link", origin: "https://docs.example.com", verdict: "allow" },
    ]);
    expect(policy(link("https://docs.example.com/a")).verdict).toBe("allow");
    expect(policy(link("https://docs.example.com.evil.test/a")).verdict).toBe("ask");
    expect(policy(call("x")).verdict).toBe("ask");
  });

  test("no file beside a link gets it past a rule about its origin", () => {
    const file = { kind: "file", name: "a.txt", mimeType: "text/plain", bytes: new Uint8Array() } as const;
    const evil = { kind: "link", name: "b", url: new URL("https://evil.example/b") } as const;
    const action: Action = { ...base, method: "ui/download-file", items: [evil, file] };
    const judge = (verdict: "allow" | "ask" | "deny") =>
      policyFromRules([{ origin: "https://evil.example", verdict }], {
        otherwise: () => ({ verdict: "allow" }),
      })(action);
    expect(judge("deny")).toEqual({ verdict: "deny", rule: "rule 1" });
    expect(judge("ask")).toEqual({ verdict: "ask", rule: "rule 1" });
    // What allows links to this origin has not allowed the file.
    expect(judge("allow")).toEqual({ verdict: "allow" });
  });

  test("dots and brackets in a pattern are taken literally", () => {
    expect(policyFromRules([{ tool: "a.c", verdict: "allow" }])(call("abc")).verdict).toBe("ask");
  });

  test("an actor is a condition like any other", () => {
    const policy = policyFromRules([{ actor: "link", verdict: "allow" }]);
    expect(policy(call("x", {}, "link")).verdict).toBe("allow");
    expect(policy(call("x")).verdict).toBe("ask");
  });

  test("a deep link is allowed only by a rule that names it", () => {
    expect(policyFromRules([{ tool: "*", verdict: "allow" }])(call("x", {}, "link")).verdict).toBe("ask");
    expect(policyFromRules([{ tool: "*", verdict: "allow" }])(call("x")).verdict).toBe("allow");
    expect(policyFromRules([{ tool: "*", verdict: "deny" }])(call("x", {}, "link")).verdict).toBe("deny");
  });
});

describe("Of a server that is not trusted", () => {
  const added = { name: "shop.evil.example", identity: "https://shop.evil.example/mcp" };
  const wanted: Action = { ...call("pay"), server: added };
  const trusted = ({ identity }: Action["server"]): boolean => identity === base.server.identity;

  test("a rule allows nothing, whatever its name", () => {
    const rules = [{ server: "shop*", verdict: "allow" }] as const;
    expect(policyFromRules(rules)(wanted).verdict).toBe("allow");
    expect(policyFromRules(rules, { trusted })(wanted)).toEqual({ verdict: "ask" });
    expect(policyFromRules(rules, { trusted })(call("pay")).verdict).toBe("allow");
    expect(explainPolicy(rules, wanted, { trusted }).passed[0]?.why).toBe(
      'nothing can be allowed for the server "shop.evil.example", which is not trusted',
    );
  });

  test("rules that ask or deny hold as for any other", () => {
    const rules = [
      { server: "shop*", verdict: "allow" },
      { tool: "pay", verdict: "deny" },
    ] as const;
    expect(policyFromRules(rules, { trusted })(wanted)).toEqual({ verdict: "deny", rule: "rule 2" });
    expect(policyFromRules([{ verdict: "ask" }], { trusted })({ ...wanted, actor: "person" }).verdict).toBe(
      "ask",
    );
  });
});

describe("A glob", () => {
  test.each([
    ["pay_*", "pay_basket", true],
    ["*_basket", "pay_basket", true],
    ["p*y*t", "pay_basket", true],
    ["pay", "pay_basket", false],
    ["a*a", "a", false],
    ["*", "", true],
    ["p.y*", "pay_basket", false],
  ])("%s on %s: %s", (tool, name, holds) => {
    expect(policyFromRules([{ tool, verdict: "deny" }])(call(name)).verdict).toBe(holds ? "deny" : "ask");
  });

  test("with many stars takes no longer over a name that almost matches", () => {
    const name = "a".repeat(5000);
    // What a glob becomes when each star is `.*`: 40 characters take it a moment, 5,000 would take years.
    const naive = /^.*a.*a.*a.*a.*a.*b$/s;
    const started = performance.now();
    naive.test(name.slice(0, 40));
    const naiveOnShort = performance.now() - started;
    const begun = performance.now();
    policyFromRules([{ tool: "*a*a*a*a*a*b", verdict: "deny" }])(call(name));
    expect(performance.now() - begun).toBeLessThan(naiveOnShort);
  });
});

describe("An explanation", () => {
  const rules = [
    { tool: "pay_*", verdict: "deny" },
    { server: "bank", verdict: "allow" },
    { server: "sh*", verdict: "allow" },
  ] as const;

  test("names the rule that decides, and why those before it do not hold", () => {
    expect(explainPolicy(rules, call("show"))).toEqual({
      verdict: "allow",
      rule: { index: 2, text: '{"server":"sh*","verdict":"allow"}' },
      why: "rule 3 is the first that holds, and says allow.",
      passed: [
        {
          index: 0,
          text: '{"tool":"pay_*","verdict":"deny"}',
          why: 'the tool is "show", which "pay_*" does not match',
        },
        {
          index: 1,
          text: '{"server":"bank","verdict":"allow"}',
          why: 'the server is "shop", which "bank" does not match',
        },
      ],
    });
  });

  test("says when the default decides", () => {
    expect(explainPolicy(rules.slice(0, 2), call("show"))).toMatchObject({
      verdict: "ask",
      why: 'No rule holds, and the default for "tools/call" by the actor "view" is ask.',
    });
  });

  test.each([
    call("show"),
    call("pay_x"),
    call("show", {}, "link"),
    link("https://a.example"),
    read,
    modelContext,
  ])("has the verdict of the policy itself (%#)", (action) => {
    expect(explainPolicy(rules, action).verdict).toBe(policyFromRules(rules)(action).verdict);
  });
});
