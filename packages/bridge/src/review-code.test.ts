import { describe, expect, test } from "vitest";
import { findingsOf, rulesOf } from "./review.test.fixture.ts";

describe("A review of the code of a template", () => {
  test.each([
    ["eval(text)", "eval"],
    ["(0, eval)(text)", "eval"],
    ["window['eval'](text)", "eval"],
    ["\\u0065val(text)", "eval"],
    ["new Function('a', body)", "eval"],
    ["self.Function(body)()", "eval"],
    ["setTimeout('go()', 1)", "eval"],
    ["new RTCPeerConnection()", "webrtc"],
    ["const make = window.webkitRTCPeerConnection", "webrtc"],
    ["WebAssembly.instantiate(bytes)", "wasm"],
    ["new Worker(url)", "worker"],
    ["navigator.serviceWorker.register('/sw.js')", "service-worker"],
    ["location.href = address", "self-navigation"],
    ["document.location.replace(address)", "self-navigation"],
    ["parent.document.title", "frame-access"],
    ["top.frames[0]?.name; top.frames", "frame-access"],
    ["localStorage.setItem('a', 'b')", "storage"],
    ["document.cookie = 'a=b'", "storage"],
    ["if (", "unparsed-script"],
  ])("finds what %s does: %s", async (code, rule) => {
    expect(await rulesOf(`<script>${code}</script>`)).toEqual([rule]);
  });

  test.each([
    ["<script type=module>eval(text)</script>"],
    ["<p onclick='eval(text)'>"],
    ["<a href='java&#10;script:eval(text)'>"],
    ["<svg><script>eval(text)</script></svg>"],
    ["<template><script>eval(text)</script></template>"],
    ["<script>if (; eval(text)</script>"],
  ])("looks wherever code can be: %s", async (html) => {
    expect(await rulesOf(html)).toContain("eval");
  });

  test.each([
    "model.eval(); redis.eval('return 1')",
    "class Interpreter { eval(text) { return text } }",
    "function run(Function) { return Function('text') }",
    "import_.Function(1); const { Function } = library; new Function(body)",
    "{ let eval_ = 1, RTCPeerConnection = class {}; new RTCPeerConnection() }",
    "log('RTCPeerConnection is not available; eval(text) neither')",
    "// eval(text)\n/* new Function(body) */",
    "const can = typeof RTCPeerConnection === 'function'",
    "if (window.localStorage) go(); typeof indexedDB !== 'undefined'",
    "try { Function('') } catch { slow = true }",
    "const root = globalThis || Function('return this')()",
    "setTimeout(go, 1); setTimeout(() => go('eval'), 1)",
    "parent.postMessage(message, '*'); window.parent.postMessage({}, '*')",
    "if (window === top || window.parent === window) go()",
    "const location = { href: '' }; location.href = 'a'",
    "state.location = 'Berlin'; map.location.href = ''",
    "const localStorage = new Map(); localStorage.get('a')",
    "const Worker = library.Worker; new Worker(url)",
    "/eval\\(text\\)/.test(x)",
  ])("finds nothing in %s", async (code) => {
    expect(await findingsOf(`<script>${code}</script>`)).toEqual([]);
  });

  test("finds nothing in data, in words and in comments of the markup", async () => {
    const html =
      "<script type=application/json>eval(text)</script><p title='eval(text)'>eval(text)</p><!-- eval(text) -->";
    expect(await findingsOf(html)).toEqual([]);
  });

  test("tells once of what is done often, and where it is done first", async () => {
    expect(await findingsOf("<p>\n<script>\n  eval(a);\n  eval(b);\n</script>")).toEqual([
      {
        rule: "eval",
        severity: "blocking",
        message: "It runs text as code (eval), which works only where that is granted (2 times).",
        where: { line: 3, column: 3, excerpt: "eval(a); eval(b);" },
      },
    ]);
  });
});
