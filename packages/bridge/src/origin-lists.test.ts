import { describe, expect, test } from "vitest";
import { createOriginJudge, isOriginPattern, type OriginLists } from "./origin-lists.ts";

const htmlDigest = `sha256:${"0".repeat(64)}`;

const judge = (lists: OriginLists, ...connectDomains: string[]): string | undefined =>
  createOriginJudge(lists)({ htmlDigest, csp: { connectDomains } });

describe("a block list", () => {
  test.each([
    ["https://evil.example", "https://evil.example"],
    ["https://EVIL.example", "https://evil.example"],
    ["https://*.evil.example", "https://a.evil.example"],
    ["https://*.evil.example", "https://*.a.evil.example"],
    ["https://*.evil.example", "https://*.evil.example"],
    ["*://*.evil.example:*", "https://a.evil.example:8443"],
    ["*://*", "https://a.example"],
    ["https://10.0.0.1", "http://10.0.0.1:8080"],
  ])("with %s refuses %s", (pattern, domain) => {
    expect(judge({ block: [pattern] }, domain)).toBe(
      `It declares ${domain}, which this host blocks by the rule "${pattern}".`,
    );
  });

  test.each([
    ["a declared wildcard that takes it in", "https://api.evil.example", "https://*.evil.example"],
    ["a wider declared wildcard", "https://*.api.evil.example", "https://*.evil.example"],
    ["http, which browsers upgrade", "https://evil.example", "http://evil.example"],
    ["a WebSocket to the same host", "https://evil.example", "wss://evil.example"],
    ["another port", "https://evil.example", "https://evil.example:8443"],
    ["port 80, which browsers upgrade to 443", "https://evil.example:443", "http://evil.example:80"],
  ])("is not got round by %s", (_, pattern, domain) => {
    expect(judge({ block: [pattern] }, domain)).toContain("blocks by the rule");
  });

  test.each([
    ["https://evil.example", "https://good.example"],
    ["https://evil.example", "https://notevil.example"],
    ["https://*.evil.example", "https://evil.example"],
    ["https://*.evil.example", "https://*.example.com"],
    ["https://evil.example:8443", "https://evil.example"],
  ])("with %s leaves %s alone", (pattern, domain) => {
    expect(judge({ block: [pattern] }, domain)).toBeUndefined();
  });
});

describe("an allow list", () => {
  test.each([
    ["https://api.example.com", "https://api.example.com"],
    ["https://api.example.com", "https://api.example.com:443"],
    ["https://*.example.com", "https://a.b.example.com"],
    ["https://*.example.com", "https://*.example.com"],
    ["https://*.example.com", "https://*.a.example.com"],
    ["*://api.example.com:*", "wss://api.example.com:9000"],
    ["https://*", "https://anything.example"],
  ])("with %s lets %s pass", (pattern, domain) => {
    expect(judge({ allow: [pattern] }, domain)).toBeUndefined();
  });

  test.each([
    ["https://api.example.com", "https://*.example.com"],
    ["https://*.a.example.com", "https://*.example.com"],
    ["https://*.example.com", "https://example.com"],
    ["https://*.example.com", "https://badexample.com"],
    ["https://*.example.com", "http://a.example.com"],
    ["https://api.example.com", "https://api.example.com:8443"],
    ["https://api.example.com:8443", "https://api.example.com"],
    ["https://*", "http://anything.example"],
  ])("with %s refuses %s", (pattern, domain) => {
    expect(judge({ allow: [pattern] }, domain)).toBe(
      `It declares ${domain}, which is not in this host's list of allowed origins.`,
    );
  });

  test("that is empty refuses whatever is declared, and nothing that declares nothing", () => {
    expect(judge({ allow: [] }, "https://a.example")).toContain("not in this host's list");
    expect(createOriginJudge({ allow: [] })({ htmlDigest })).toBeUndefined();
    expect(createOriginJudge({ allow: [] })({ htmlDigest, csp: {} })).toBeUndefined();
  });

  test("does not go before a block", () => {
    const lists = { allow: ["https://*"], block: ["https://evil.example"] };
    expect(judge(lists, "https://good.example", "https://evil.example")).toContain("blocks by the rule");
  });
});

test("The lists judge domains for whatever they are declared", () => {
  const judged = createOriginJudge({ block: ["https://evil.example"] });
  for (const field of ["connectDomains", "resourceDomains", "frameDomains", "baseUriDomains"]) {
    expect(judged({ htmlDigest, csp: { [field]: ["https://evil.example"] } })).toContain("blocks");
  }
});

test("Without lists everything passes", () => {
  expect(judge({}, "https://a.example")).toBeUndefined();
});

test.each([
  "example.com",
  "https://",
  "https://example.com/",
  "https://example.com/path",
  "https://exa*mple.com",
  "https://api.example.com*",
  "https://*.*.example.com",
  "https://user@example.com",
  "https://example.com:0",
  "*",
  "",
  "https://example.com\n",
])("%j is no pattern", (text) => {
  expect(isOriginPattern(text)).toBe(false);
  expect(() => createOriginJudge({ block: [text] })).toThrow("is no pattern of origins: write https://host");
});
