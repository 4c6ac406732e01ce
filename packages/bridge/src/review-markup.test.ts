import { describe, expect, test } from "vitest";
import { findingsOf, rulesOf } from "./review.test.fixture.ts";

describe("A review of the markup of a template", () => {
  test.each([
    ["<input type=password>", ["credential-input"]],
    ["<input autocomplete='billing cc-number'>", ["credential-input"]],
    ["<template><INPUT TYPE=Password></template>", ["credential-input"]],
    ["<script>box.innerHTML = '<input type=\"password\">'</script>", ["credential-input"]],
    ["<script>box.type = 'password'</script>", ["credential-input"]],
    ["<script>box.setAttribute('autocomplete', 'one-time-code')</script>", ["credential-input"]],
    ["<script>h('input', { type: 'password' })</script>", ["credential-input"]],
    ["<iframe></iframe>", ["nested-frame"]],
    ["<iframe srcdoc='<input type=password>'></iframe>", ["credential-input", "nested-frame"]],
    ["<script>document.createElement('iframe')</script>", ["nested-frame"]],
    ["<link rel='dns-prefetch' href=//spy.example>", ["resource-hint"]],
    ["<script>link.rel = 'preconnect'</script>", ["resource-hint"]],
    ['<script type=speculationrules>{"prefetch": []}</script>', ["resource-hint"]],
    ["<meta http-equiv=refresh content='0; url=https://spy.example'>", ["meta-refresh"]],
    ["<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">", ["meta-csp"]],
    ["<base href=https://spy.example/>", ["base-address"]],
    ["<form action=https://spy.example/></form>", ["form-target"]],
    ["<button formaction=//spy.example>", ["form-target"]],
  ])("finds in %s: %s", async (html, rules) => {
    expect(await rulesOf(html)).toEqual(rules);
  });

  test.each([
    "<input type=text autocomplete=email><textarea></textarea>",
    "<p>Your password, please: &lt;input type=password&gt;</p>",
    "<!-- <input type=password><iframe></iframe> -->",
    "<script>const kinds = ['password', 'text']; show('password')</script>",
    "<script>const x = { type: 'iframe', rel: 'noopener' }</script>",
    "<script type=text/plain>document.createElement('iframe')</script>",
    "<link rel=icon href='data:,'><link rel=preload href=a.css>",
    "<meta charset=utf-8><meta name=refresh content='0; url=https://a.example'>",
    "<form action=/search></form><form></form>",
    "<base target=_blank>",
  ])("finds nothing in %s", async (html) => {
    expect(await findingsOf(html)).toEqual([]);
  });

  test("says at what line and column, with what stands there", async () => {
    const [finding] = await findingsOf("<p>\r\n  <input type=password>\n");
    expect(finding).toEqual({
      rule: "credential-input",
      severity: "blocking",
      message: "It asks for a password; only a server that you would tell it anyway should.",
      where: { line: 2, column: 3, excerpt: "<input type=password>" },
    });
  });
});
