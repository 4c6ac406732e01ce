import { describe, expect, test } from "vitest";
import { completedCsp, cspRemedy, remedyWords } from "./csp-remedy.ts";

const words = (directive: string, blocked: string, declared?: Parameters<typeof cspRemedy>[1]): string =>
  remedyWords(cspRemedy({ directive, blocked }, declared));

describe("cspRemedy", () => {
  test.each([
    ["connect-src", "https://api.example.com/v1?q=1", 'connectDomains: ["https://api.example.com"]'],
    ["connect-src", "wss://live.example.com:8443/", 'connectDomains: ["wss://live.example.com:8443"]'],
    ["script-src-elem", "https://cdn.example.com/a.js", 'resourceDomains: ["https://cdn.example.com"]'],
    ["style-src-elem", "https://cdn.example.com/a.css", 'resourceDomains: ["https://cdn.example.com"]'],
    ["img-src", "https://img.example.com/a.png", 'resourceDomains: ["https://img.example.com"]'],
    ["font-src", "https://fonts.example.com/a.woff2", 'resourceDomains: ["https://fonts.example.com"]'],
    ["frame-src", "https://maps.example.com/", 'frameDomains: ["https://maps.example.com"]'],
    ["base-uri", "https://www.example.com/", 'baseUriDomains: ["https://www.example.com"]'],
  ])("names the declaration for %s %s", (directive, blocked, declaration) => {
    expect(words(directive, blocked)).toBe(`Declare _meta.ui.csp.${declaration}`);
  });

  test("an empty declaration opens what is closed only where there is none", () => {
    expect(words("font-src", "data")).toBe("Declare _meta.ui.csp: {}; with any declaration this is open");
    expect(words("img-src", "blob")).toContain("Declare _meta.ui.csp: {}");
    expect(words("worker-src", "blob")).toContain("Declare _meta.ui.csp: {}");
    expect(words("font-src", "blob", {})).toMatch(/^No declaration can allow this/);
  });

  test.each([
    ["form-action", "https://example.com/", /call a tool/],
    ["object-src", "https://example.com/a.swf", /plug-ins/],
    ["script-src-elem", "blob", /code never runs from a blob: address/],
    ["connect-src", "data", /read it without fetch/],
    ["script-src-elem", "inline", /<meta> policy/],
    ["worker-src", "https://example.com/worker.js", /blob: address only/],
  ])("says that nothing allows %s %s, and what to do instead", (directive, blocked, instead) => {
    const sentence = words(directive, blocked, {});
    expect(sentence).toMatch(/^No declaration can allow this: /);
    expect(sentence).toMatch(instead);
  });

  test("eval is granted by the host and not declared", () => {
    expect(words("script-src", "eval")).toMatch(/grant eval/);
    expect(words("script-src", "wasm-eval")).toMatch(/grant eval/);
  });

  test("what is declared and stopped was redirected", () => {
    const declared = { resourceDomains: ["https://*.example.com"] };
    expect(words("img-src", "https://img.example.com/a.png", declared)).toMatch(/it redirects/);
    expect(words("img-src", "https://example.com/a.png", declared)).toMatch(/^Declare/);
    expect(words("img-src", "https://img.example.com:81/a.png", declared)).toMatch(/^Declare/);
  });
});

test("completedCsp adds what is missing to what is declared", () => {
  const declared = { connectDomains: ["https://a.example"], resourceDomains: ["https://cdn.example"] };
  const remedies = ["https://b.example/x", "https://b.example/y"].map((blocked) =>
    cspRemedy({ directive: "connect-src", blocked }, declared),
  );
  expect(completedCsp(declared, remedies)).toEqual({
    connectDomains: ["https://a.example", "https://b.example"],
    resourceDomains: ["https://cdn.example"],
  });
  expect(completedCsp(declared, [cspRemedy({ directive: "script-src", blocked: "eval" }, declared)])).toBe(
    undefined,
  );
  expect(completedCsp(undefined, [cspRemedy({ directive: "font-src", blocked: "data" }, undefined)])).toEqual(
    {},
  );
});
