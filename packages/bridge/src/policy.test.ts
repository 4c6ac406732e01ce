import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { askFirst, askForWrites, policyFromRules } from "./policy.ts";
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
