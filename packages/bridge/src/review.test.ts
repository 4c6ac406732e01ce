import { describe, expect, test } from "vitest";
import { parseTemplate } from "./read-template.ts";
import { review } from "./review.ts";
import { type Template, TEMPLATE_MIME_TYPE } from "./template.ts";

async function template(csp?: Record<string, unknown>): Promise<Template> {
  const uri = "ui://shop/app";
  const content = { uri, mimeType: TEMPLATE_MIME_TYPE, text: "<p>", ...(csp && { _meta: { ui: { csp } } }) };
  return (await parseTemplate({ uri, contents: [content] })).template;
}

describe("the built-in review", () => {
  test("finds nothing about a template that declares nothing, or public origins", async () => {
    expect(await review(await template())).toEqual([]);
    expect(
      await review(await template({ connectDomains: ["https://api.example", "wss://*.example.com"] })),
    ).toEqual([]);
  });

  test.each([
    ["connectDomains", "https://localhost:8080"],
    ["connectDomains", "https://127.0.0.1"],
    ["connectDomains", "wss://192.168.0.1"],
    ["frameDomains", "https://router.local"],
    ["resourceDomains", "https://intranet"],
    ["baseUriDomains", "https://wiki.internal"],
  ])("blocks what reaches this machine or its network: %s %s", async (field, domain) => {
    const findings = await review(await template({ [field]: [domain] }));
    expect(findings).toEqual([
      { rule: "private-network", severity: "blocking", message: expect.stringContaining(domain) },
    ]);
  });

  test("warns of what is not encrypted", async () => {
    const findings = await review(await template({ resourceDomains: ["http://cdn.example.com"] }));
    expect(findings).toEqual([
      {
        rule: "unencrypted",
        severity: "warning",
        message: expect.stringContaining("http://cdn.example.com"),
      },
    ]);
  });
});
