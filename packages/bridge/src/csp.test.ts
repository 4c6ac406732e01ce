import { describe, expect, test } from "vitest";
import {
  allowAttribute,
  connectionAllowlist,
  permissionsPolicy,
  validateCsp,
  validateDomain,
  viewCsp,
} from "./csp.ts";

describe("validateDomain", () => {
  test.each([
    "https://api.example.com",
    "https://*.example.com",
    "https://API.example.com:8443",
    "http://example.com",
    "wss://realtime.example.com",
    "ws://realtime.example.com",
    "https://xn--bcher-kva.example",
  ])("takes %s as it is", (source) => {
    expect(validateDomain(source)).toEqual({ ok: true, source, local: false });
  });

  test.each([
    "http://localhost:3000",
    "http://app.localhost",
    "https://127.0.0.1",
    "https://10.0.0.8:8080",
    "https://169.254.169.254",
    "https://8.8.8.8",
    "https://printer.local",
    "https://home.arpa",
    "https://*.router.home.arpa",
    "wss://build.corp:8443",
    "HTTP://LOCALHOST:3000",
    "https://wiki",
  ])("calls %s local", (source) => {
    expect(validateDomain(source)).toEqual({ ok: true, source, local: true });
  });

  test.each([
    ["a policy of its own", "https://a.example; script-src *"],
    ["a second policy", "https://a.example, script-src *"],
    ["a second source", "https://a.example https://evil.example"],
    ["a tab", "https://a.example\thttps://evil.example"],
    ["a line break", "https://a.example\r\nSet-Cookie: a=b"],
    ["a vertical tab", "https://a.example\v"],
    ["a final line feed", "https://a.example\n"],
    ["a quote", "https://a.example'"],
    ["a keyword", "'unsafe-eval'"],
    ["every host", "*"],
    ["every host of a scheme", "https:"],
    ["every host of a scheme, written out", "https://*"],
    ["a whole top-level domain", "https://*.com"],
    ["every View", "http://*.localhost:5181"],
    ["a wildcard within", "https://a.*.example"],
    ["any port", "https://a.example:*"],
    ["no port", "https://a.example:"],
    ["port 0", "https://a.example:0"],
    ["port 65536", "https://a.example:65536"],
    ["data:", "data:"],
    ["blob:", "blob:https://a.example"],
    ["another scheme", "ftp://a.example"],
    ["no scheme", "a.example"],
    ["a path", "https://a.example/path"],
    ["a slash at the end", "https://a.example/"],
    ["a query", "https://a.example?x"],
    ["userinfo", "https://user:pass@a.example"],
    ["userinfo that looks like a host", "https://a.example@evil.example"],
    ["a backslash", "https://a.example\\evil"],
    ["an IPv6 literal", "http://[::1]"],
    ["an IPv4 address in one number", "http://2130706433"],
    ["an IPv4 address in hexadecimal", "http://0x7f.0.0.1"],
    ["a short IPv4 address", "http://127.1"],
    ["a wildcard before an address", "https://*.127.0.0.1"],
    ["letters beyond ASCII", "https://bücher.example"],
    ["punycode that is none", "https://xn--a.example"],
    ["a label that ends in a hyphen", "https://a-.example"],
    ["an empty label", "https://a..example"],
    ["a final dot", "https://a.example."],
    ["nothing", ""],
    ["a very long name", `https://${"a.".repeat(150)}example`],
    ["a number", 42],
    ["null", null],
    ["a list", ["https://a.example"]],
  ])("rejects %s", (_, value) => {
    expect(validateDomain(value)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("declared domain"),
    });
  });

  test("quotes what it rejects so that it cannot rewrite the sentence", () => {
    const verdict = validateDomain("https://a\u202eelpmaxe.moc\n");
    expect(verdict).toMatchObject({ reason: expect.stringContaining('"https://a\\u202eelpmaxe.moc\\n"') });
  });
});

describe("validateCsp", () => {
  test("keeps the known fields and leaves out what it does not know", () => {
    const csp = { connectDomains: ["https://a.example"], frameDomains: [] };
    expect(validateCsp({ ...csp, workerDomains: ["https://b.example"] })).toEqual({ ok: true, csp });
  });

  test("gives every reason", () => {
    const csp = {
      connectDomains: ["*", "https://a.example"],
      resourceDomains: ["data:"],
      frameDomains: "https://x.example",
    };
    const verdict = validateCsp(csp);
    expect(verdict).toMatchObject({
      ok: false,
      reasons: [/"\*"/, /"data:"/, /frameDomains is not a list/].map((part) => expect.stringMatching(part)),
    });
  });

  test.each([[null], [[]], ["default-src *"], [undefined]])("rejects %j", (csp) => {
    expect(validateCsp(csp)).toMatchObject({ ok: false });
  });

  test("rejects a list that would make a header of thousands of domains", () => {
    expect(
      validateCsp({ connectDomains: Array.from({ length: 65 }, (_, index) => `https://a${index}.example`) }),
    ).toMatchObject({ ok: false });
  });
});

describe("viewCsp", () => {
  const frameAncestors = ["http://proxy.localhost:5181", "http://localhost:5180"];
  const fixed =
    "form-action 'none'; frame-ancestors http://proxy.localhost:5181 http://localhost:5180; " +
    "sandbox allow-scripts allow-same-origin allow-forms";

  test("is the spec's default, restricted further, when nothing is declared", () => {
    expect(viewCsp({ csp: undefined, frameAncestors })).toBe(
      "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; media-src 'self' data:; connect-src 'none'; base-uri 'self'; object-src 'none'; " +
        fixed,
    );
  });

  test("opens each directive for its own domains", () => {
    const csp = {
      connectDomains: ["https://c.example"],
      resourceDomains: ["https://r.example"],
      frameDomains: ["https://f.example"],
      baseUriDomains: ["https://b.example"],
    };
    expect(viewCsp({ csp, frameAncestors })).toBe(
      "default-src 'none'; script-src 'self' 'unsafe-inline' https://r.example; " +
        "style-src 'self' 'unsafe-inline' https://r.example; img-src 'self' data: blob: https://r.example; " +
        "media-src 'self' data: blob: https://r.example; font-src 'self' data: https://r.example; " +
        "worker-src 'self' blob:; connect-src 'self' https://c.example; frame-src https://f.example; " +
        `base-uri https://b.example; object-src 'none'; ${fixed}`,
    );
  });

  test("frames nothing and keeps the base when a declaration names no domains for them", () => {
    expect(viewCsp({ csp: {}, frameAncestors })).toContain(
      "frame-src 'none'; base-uri 'self'; object-src 'none'; ",
    );
  });

  test("allows eval only where it was approved", () => {
    expect(viewCsp({ csp: {}, frameAncestors })).not.toContain("unsafe-eval");
    expect(viewCsp({ csp: {}, frameAncestors, unsafeEval: true })).toContain(
      "'unsafe-inline' 'unsafe-eval';",
    );
  });

  test("throws for a domain that would add a directive, which plain joining lets in", () => {
    const connectDomains = ["https://a.example; script-src-elem https://evil.example"];
    expect(`connect-src 'self' ${connectDomains.join(" ")}`.split("; ")).toContain(
      "script-src-elem https://evil.example",
    );
    expect(() => viewCsp({ csp: { connectDomains }, frameAncestors })).toThrow(/is not an origin/);
    expect(() => connectionAllowlist({ connectDomains })).toThrow(/is not an origin/);
  });
});

describe("connectionAllowlist", () => {
  test("lists what was declared for connections, resources and frames, once each", () => {
    const csp = {
      connectDomains: ["https://a.example", "wss://a.example"],
      resourceDomains: ["https://*.cdn.example", "https://a.example"],
      frameDomains: ["https://f.example"],
      baseUriDomains: ["https://b.example"],
    };
    expect(connectionAllowlist(csp)).toBe(
      '(response-origin "https://a.example/*" "wss://a.example/*" "https://*.cdn.example/*" "https://f.example/*");redirects=allow',
    );
  });

  test("lists the View's own origin alone when nothing is declared", () => {
    expect(connectionAllowlist(undefined)).toBe("(response-origin);redirects=allow");
  });
});

describe("permissions", () => {
  test("opens what is granted and denies the rest", () => {
    const policy = permissionsPolicy({ camera: {}, clipboardWrite: {} }).split(", ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "camera=(self)",
        "clipboard-write=(self)",
        "microphone=()",
        "geolocation=()",
        "usb=()",
      ]),
    );
    expect(policy.filter((entry) => !entry.endsWith("=()"))).toHaveLength(2);
  });

  test("names no origin where the View's is opaque", () => {
    expect(permissionsPolicy({ camera: {} }, "*")).toContain("camera=*");
  });

  test("goes by truth, so that `false` does not grant", () => {
    const permissions = { camera: false, microphone: null, geolocation: {} } as never;
    expect(allowAttribute(permissions)).toBe("geolocation");
    expect(permissionsPolicy(permissions)).toContain("camera=(), microphone=(), geolocation=(self)");
  });

  test("writes the allow attribute, with an origin where one is given", () => {
    expect(allowAttribute({ camera: {}, clipboardWrite: {} })).toBe("camera; clipboard-write");
    expect(allowAttribute({ camera: {}, clipboardWrite: {} }, "https://v.example")).toBe(
      "camera https://v.example; clipboard-write https://v.example",
    );
    expect(allowAttribute(undefined)).toBe("");
  });
});
