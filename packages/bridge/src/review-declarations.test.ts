import { describe, expect, test } from "vitest";
import { findingsOf, rulesOf } from "./review.test.fixture.ts";

const USED = "<p>api.example.com cdn.example.com</p>";

describe("A review of what a template declares", () => {
  test("finds nothing where nothing is declared, or where all that is declared is used", async () => {
    expect(await findingsOf("<p>Hello</p>")).toEqual([]);
    const csp = { connectDomains: ["https://api.example.com"], resourceDomains: ["https://cdn.example.com"] };
    expect(await findingsOf(USED, { csp })).toEqual([]);
  });

  test.each([
    ["connectDomains", "https://localhost:8080"],
    ["connectDomains", "https://127.0.0.1"],
    ["connectDomains", "wss://192.168.0.1"],
    ["frameDomains", "https://router.local"],
    ["resourceDomains", "https://intranet"],
    ["baseUriDomains", "https://wiki.internal"],
  ])("blocks what reaches this machine or its network: %s %s", async (field, domain) => {
    const findings = await findingsOf(`<p>${domain}</p>`, { csp: { [field]: [domain] } });
    expect(findings).toEqual([
      { rule: "private-network", severity: "blocking", message: expect.stringContaining(domain) },
    ]);
  });

  test("warns of what is not encrypted", async () => {
    const csp = { resourceDomains: ["http://cdn.example.com"] };
    expect(await findingsOf(USED, { csp })).toEqual([
      {
        rule: "unencrypted",
        severity: "warning",
        message: expect.stringContaining("http://cdn.example.com"),
      },
    ]);
  });

  test("tells of wildcards, and of origins that nothing in it names", async () => {
    const csp = { connectDomains: ["https://*.example.com", "https://elsewhere.example"] };
    expect(await findingsOf(USED, { csp })).toEqual([
      {
        rule: "wildcard-origin",
        severity: "info",
        message: expect.stringContaining("https://*.example.com"),
      },
      {
        rule: "unused-origin",
        severity: "info",
        message: expect.stringContaining("https://elsewhere.example"),
      },
    ]);
  });

  test.each([
    ["<script>fetch('https://spy.example/collect')</script>", "connectDomains"],
    ["<script>new WebSocket(`wss://spy.example/${id}`)</script>", "connectDomains"],
    ["<script>x.open('GET', 'https://spy.example/')</script>", "connectDomains"],
    ["<img src=//spy.example/pixel>", "resourceDomains"],
    ["<style>p { background: url(https://spy.example/p.png) }</style>", "resourceDomains"],
    ["<p style='background: url(https://spy.example/p.png)'>", "resourceDomains"],
    ["<link rel=stylesheet href=https://spy.example/a.css>", "resourceDomains"],
    ["<script type=module>import 'https://spy.example/a.js'</script>", "resourceDomains"],
  ])("warns of an address that no declaration covers: %s", async (html, field) => {
    const [finding, ...others] = await findingsOf(html);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "undeclared-origin", severity: "warning", where: { line: 1 } });
    expect(finding?.message).toContain(field);
  });

  test.each([
    ["https://api.example.com", "<script>fetch('https://api.example.com/a?b')</script>"],
    ["https://*.example.com", "<script>fetch('https://api.example.com/a?b')</script>"],
    ["wss://api.example.com", "<script>new WebSocket('wss://api.example.com')</script>"],
    ["https://api.example.com:8443", "<script>fetch('https://api.example.com:8443')</script>"],
  ])("is content with addresses that %s covers", async (domain, html) => {
    expect(await rulesOf(html, { csp: { connectDomains: [domain] } })).not.toContain("undeclared-origin");
  });

  test("does not take a wildcard for the name without a part before it, nor a port for another", async () => {
    const html = "<script>fetch('https://example.com'); fetch('https://a.example.com:1')</script>";
    const rules = await rulesOf(html, { csp: { connectDomains: ["https://*.example.com"] } });
    expect(rules.filter((rule) => rule === "undeclared-origin")).toHaveLength(2);
  });

  test.each([
    "<script src=https://cdn.example.com/a.js></script>",
    "<link rel=modulepreload href=https://cdn.example.com/a.js>",
    '<script type=importmap>{ "imports": { "a": "https://cdn.example.com/a.js" } }</script>',
    "<script type=module>import a from 'https://cdn.example.com/a.js'</script>",
    "<script>import('https://cdn.example.com/a.js')</script>",
    "<!-- cdn.example.com --><script>tag.src = base + '/a.js'</script>",
  ])("warns of scripts that are no part of what is approved: %s", async (html) => {
    expect(await rulesOf(html, { csp: { resourceDomains: ["https://cdn.example.com"] } })).toEqual([
      "remote-script",
    ]);
  });

  test("is content with a script that is pinned by its integrity, and with pictures", async () => {
    const html =
      "<script src=https://cdn.example.com/a.js integrity=sha256-AAAA></script><img src=https://cdn.example.com/a>";
    expect(await findingsOf(html, { csp: { resourceDomains: ["https://cdn.example.com"] } })).toEqual([]);
  });

  test("warns where the listing or a tool says another thing than the template", async () => {
    const csp = { connectDomains: ["https://api.example.com"] };
    const findings = await findingsOf(USED, {
      csp,
      listing: { ui: { csp: { connectDomains: ["https://api.example.org"] } } },
      tools: new Map([["show_map", { ui: { resourceUri: "ui://shop/app", permissions: { camera: {} } } }]]),
    });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["metadata-conflict", "warning"],
      ["metadata-conflict", "warning"],
    ]);
    expect(findings[0]?.message).toMatch(
      /about csp: resources\/list says .*example\.org.*example\.com.* holds/,
    );
    expect(findings[1]?.message).toMatch(
      /about permissions: the tool show_map says .*camera.* but nothing holds/,
    );
  });

  test("is content where they say the same, or nothing", async () => {
    const csp = { connectDomains: ["https://api.example.com"] };
    const tools = new Map<string, unknown>([
      ["same", { ui: { csp } }],
      ["silent", undefined],
    ]);
    expect(await findingsOf(USED, { csp, listing: { ui: { csp, prefersBorder: true } }, tools })).toEqual([]);
    expect(await findingsOf(USED, { listing: { ui: { csp } } })).toEqual([]);
  });
});
