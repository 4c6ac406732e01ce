import { describe, expect, test } from "vitest";
import { sha256 } from "./digest.ts";
import { parseTemplate, type ParsedTemplate } from "./read-template.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";

const uri = "ui://shop/app";
const text = "<!doctype html><p>Grüße";

interface Given {
  readonly content?: Record<string, unknown>;
  readonly contents?: unknown;
  readonly listing?: unknown;
  readonly maxBytes?: number;
}

function parse({ content, contents, listing, maxBytes }: Given): Promise<ParsedTemplate> {
  const item = { uri, mimeType: TEMPLATE_MIME_TYPE, text, ...content };
  return parseTemplate({ uri, contents: contents ?? [item], listing, ...(maxBytes && { maxBytes }) });
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("a template's HTML", () => {
  test("is hashed as the UTF-8 bytes that are served", async () => {
    const { template, issues } = await parse({});
    expect(template).toMatchObject({ uri, html: text, size: 25, htmlDigest: await sha256(text) });
    expect(template.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(issues).toEqual([]);
  });

  test("is the same template as text and as blob", async () => {
    const blob = await parse({ content: { text: undefined, blob: base64(utf8(text)) } });
    expect(blob.template).toEqual((await parse({})).template);
  });

  test("keeps its byte order mark, which the digest covers", async () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8(text)]);
    const { template } = await parse({ content: { text: undefined, blob: base64(bytes) } });
    expect(template).toMatchObject({
      html: `\uFEFF${text}`,
      size: bytes.byteLength,
      htmlDigest: await sha256(bytes),
    });
  });

  test("is the text when there is a blob as well, and that is said", async () => {
    const { template, issues } = await parse({ content: { blob: base64(utf8("<p>other")) } });
    expect(template.html).toBe(text);
    expect(issues).toEqual([expect.stringContaining("both text and blob")]);
  });

  test.each([
    ["neither text nor blob", { text: undefined }, "neither text nor blob"],
    ["empty text", { text: "" }, "is empty"],
    ["an empty blob", { text: undefined, blob: "" }, "is empty"],
    ["a blob that is not base64", { text: undefined, blob: "%%%" }, "not base64"],
    ["a blob that is not UTF-8", { text: undefined, blob: base64(Uint8Array.of(0xff, 0xfe)) }, "not UTF-8"],
    ["text that is not Unicode", { text: "<p>\uD800" }, "surrogate"],
    ["text of a wrong type", { text: 7 }, "neither text nor blob"],
  ])("is refused: %s", async (_what, content, problem) => {
    await expect(parse({ content })).rejects.toMatchObject({
      code: "template-invalid",
      message: expect.stringContaining(problem),
    });
  });

  test.each([
    ["text", { text: "ü".repeat(51) }],
    ["long text", { text: "a".repeat(10_000) }],
    ["a blob", { text: undefined, blob: base64(new Uint8Array(101).fill(97)) }],
    ["a long blob", { text: undefined, blob: "YWFh".repeat(10_000) }],
  ])("is refused above the limit: %s", async (_what, content) => {
    await expect(parse({ content, maxBytes: 100 })).rejects.toThrow(/larger than .* MiB; make it smaller/);
  });

  test("is taken up to the limit", async () => {
    const blob = base64(new Uint8Array(100).fill(97));
    expect((await parse({ content: { text: "ü".repeat(50) }, maxBytes: 100 })).template.size).toBe(100);
    expect((await parse({ content: { text: undefined, blob }, maxBytes: 100 })).template.size).toBe(100);
  });
});

describe("a template's MIME type", () => {
  test.each([
    TEMPLATE_MIME_TYPE,
    "Text/HTML; Profile=MCP-App",
    'text/html;profile="mcp-app"',
    " text/html ; charset=utf-8 ; profile=mcp-app ",
    "text/html;profile=mcp-app;charset=UTF8;x=y",
  ])("may be %j", async (mimeType) => {
    await expect(parse({ content: { mimeType } })).resolves.toBeDefined();
  });

  test.each([
    "text/html",
    "text/html+skybridge",
    "text/html;profile=other",
    "text/plain;profile=mcp-app",
    "",
    undefined,
    7,
  ])("is refused with the mend when it is %j", async (mimeType) => {
    const mend = `set mimeType to "${TEMPLATE_MIME_TYPE}" in resources/read`;
    await expect(parse({ content: { mimeType } })).rejects.toThrow(mend);
  });

  test("is refused in another charset", async () => {
    const mimeType = `${TEMPLATE_MIME_TYPE};charset=iso-8859-1`;
    await expect(parse({ content: { mimeType } })).rejects.toThrow("is in iso-8859-1; serve it in UTF-8");
  });
});

describe("the content that is taken", () => {
  const item = (at: unknown, html: string): Record<string, unknown> => ({
    uri: at,
    mimeType: TEMPLATE_MIME_TYPE,
    text: html,
  });

  test.each([
    ["the exact address", [item("ui://shop/app/", "no"), item(uri, "yes")], 1],
    ["the same address, written differently", [item("ui://other", "no"), item("ui://SHOP/app/", "yes")], 1],
    ["the only one", [item("ui://other", "yes")], 1],
    ["the first of two with the same address", [item(uri, "yes"), item(uri, "no")], 1],
    ["the one that is an object", ["no", item(uri, "yes"), null], 0],
  ])("is that of %s", async (_which, contents, issueCount) => {
    const { template, issues } = await parse({ contents });
    expect(template.html).toBe("yes");
    expect(issues).toHaveLength(issueCount);
  });

  test.each([
    ["no list", "html", "came back empty"],
    ["an empty list", [], "came back empty"],
    ["several others", [item("ui://a", "no"), item("ui://b", "no")], "is not among the 2 contents"],
  ])("is refused when it is %s", async (_what, contents, problem) => {
    await expect(parse({ contents })).rejects.toThrow(problem);
  });
});

describe("a template's declarations", () => {
  const csp = { connectDomains: ["https://api.example"] };

  test("come per field from the content, then from the listing, and say from where", async () => {
    const { template } = await parse({
      content: { _meta: { ui: { csp, prefersBorder: false } } },
      listing: {
        ui: { csp: { connectDomains: ["https://old.example"] }, domain: "shop", prefersBorder: true },
      },
    });
    expect(template).toMatchObject({ csp, domain: "shop", prefersBorder: false });
    expect(template.provenance).toEqual({
      csp: "content",
      domain: "listing",
      permissions: "absent",
      prefersBorder: "content",
    });
  });

  test("are found under `meta` as well, and null is absent", async () => {
    const { template } = await parse({
      content: { meta: { ui: { csp, domain: null } } },
      listing: { ui: { domain: "shop" } },
    });
    expect(template).toMatchObject({
      csp,
      domain: "shop",
      provenance: { csp: "content", domain: "listing" },
    });
  });

  test("may be absent, which is another template than an empty csp", async () => {
    const without = (await parse({})).template;
    const withEmpty = (await parse({ content: { _meta: { ui: { csp: {} } } } })).template;
    expect(without).not.toHaveProperty("csp");
    expect(withEmpty.csp).toEqual({});
    expect(withEmpty.digest).not.toBe(without.digest);
  });

  test.each([
    ["a grant", { camera: {} }, { camera: {} }],
    ["true", { microphone: true }, { microphone: {} }],
    ["false", { camera: false, geolocation: {} }, { geolocation: {} }],
    ["null and zero", { camera: null, microphone: 0 }, undefined],
    ["an unknown permission", { usb: {}, clipboardWrite: {} }, { clipboardWrite: {} }],
  ])("grant a permission only when asked for it: %s", async (_what, permissions, granted) => {
    const { template } = await parse({ content: { _meta: { ui: { permissions } } } });
    expect(template.permissions).toEqual(granted);
  });

  test.each([
    [
      "csp",
      { csp: { connectDomains: ["https://ok.example", "https://evil.example; script-src *"] } },
      "evil.example",
    ],
    ["csp that is no object", { csp: "default-src *" }, "not an object"],
    ["permissions", { permissions: ["camera"] }, "permissions that are not an object"],
    ["domain with a blank", { domain: "a b" }, "domain"],
    ["domain that is no text", { domain: 7 }, "domain"],
  ])("reject the template when malformed, and name the place: %s", async (_what, ui, named) => {
    await expect(parse({ content: { _meta: { ui } } })).rejects.toMatchObject({
      code: "template-invalid",
      message: expect.stringContaining(named),
    });
  });

  test.each([
    ["the HTML", { text: "<p>other" }],
    ["the csp", { _meta: { ui: { csp } } }],
    ["a permission", { _meta: { ui: { permissions: { camera: {} } } } }],
    ["the domain", { _meta: { ui: { domain: "shop" } } }],
  ])("are part of the digest: %s", async (_what, content) => {
    expect((await parse({ content })).template.digest).not.toBe((await parse({})).template.digest);
  });

  test("leave the digest alone when they are only about looks", async () => {
    const bordered = await parse({ content: { _meta: { ui: { prefersBorder: true } } } });
    expect(bordered.template.digest).toBe((await parse({})).template.digest);
  });
});
