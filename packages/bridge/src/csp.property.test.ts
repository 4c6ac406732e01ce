import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionAllowlist, validateDomain, viewCsp } from "./csp.ts";

const FRAME_ANCESTORS = ["http://proxy.localhost:5181", "http://localhost:5180"];
const FIELDS = ["connectDomains", "resourceDomains", "frameDomains", "baseUriDomains"] as const;

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const scheme = fc.constantFrom("http", "https", "ws", "wss", "HTTPS", "Http");
const port = fc.oneof(
  fc.constant(""),
  fc.integer({ min: 1, max: 65535 }).map((number) => `:${number}`),
);
const publicName = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("example", "com", "net"))
  .map(([labels, top]) => [...labels, top].join("."));

/** Text that is near to a domain: what an attacker who knows the form would try. */
const nearDomain = fc
  .tuple(
    fc.constantFrom("https://", "http://", "wss://", "https:", "//", "data:", "blob:", "'", "*", ""),
    fc.array(
      fc.oneof(
        publicName,
        fc.constantFrom("*.", ".", "*", ":", ":443", ":*", "/", "?", "#", "@", "[::1]", "%", "\\", "xn--"),
        fc.constantFrom(
          ";",
          ",",
          " ",
          "\t",
          "\n",
          "\r",
          "\v",
          "\f",
          "\0",
          "\u00a0",
          "\u2028",
          "'",
          '"',
          "\u3002",
        ),
        fc.constantFrom("script-src *", "'unsafe-eval'", "https://evil.example", "sandbox", "*"),
        fc.string({ unit: "binary", maxLength: 5 }),
      ),
      { maxLength: 5 },
    ),
  )
  .map(([start, parts]) => start + parts.join(""));

const byte = fc.nat({ max: 255 });
const ipv4 = fc.oneof(
  fc.tuple(byte, byte, byte, byte),
  fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
);

/** One address in each way in which some parser takes it: dotted, short, one number; decimal, octal, hexadecimal. */
const ipv4Notation = fc
  .tuple(
    ipv4,
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.constantFrom("decimal", "octal", "hexadecimal", "HEXADECIMAL", "padded"), {
      minLength: 4,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([bytes, parts, bases, dot]) => {
    const last = bytes.slice(parts - 1).reduce((sum, part) => sum * 256 + part, 0);
    const written = [...bytes.slice(0, parts - 1), last].map((part, index) => {
      switch (bases[index]) {
        case "octal":
          return `0${part.toString(8)}`;
        case "hexadecimal":
          return `0x${part.toString(16)}`;
        case "HEXADECIMAL":
          return `0X${part.toString(16).toUpperCase()}`;
        case "padded":
          return part.toString().padStart(3, "0");
        default:
          return part.toString();
      }
    });
    return written.join(".") + (dot ? "." : "");
  });

const localName = fc.oneof(
  label,
  fc
    .tuple(
      label,
      fc.constantFrom("localhost", "local", "internal", "lan", "home.arpa", "corp", "LocalHost", "intranet"),
      fc.constantFrom("", "."),
    )
    .map(([name, top, dot]) => `${name}.${top}${dot}`),
);

/** Where a browser would go. */
function contacted(source: string): string | undefined {
  const url = source.replace("*.", "");
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

describe("validateDomain, whatever it is given", () => {
  const anything = fc.oneof(
    nearDomain,
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.tuple(scheme, publicName, port).map(([name, host, end]) => `${name}://${host}${end}`),
  );

  test("takes nothing that could change a policy's structure", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const verdict = validateDomain(text);
        if (!verdict.ok) return;
        expect(verdict.source).toMatch(/^[a-zA-Z]+:\/\/[a-zA-Z0-9.*-]+(:\d+)?$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("takes only what names the host that a browser would contact", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const verdict = validateDomain(text);
        if (!verdict.ok) return;
        const named = /:\/\/(?:\*\.)?([^:]*)/.exec(verdict.source)?.[1]?.toLowerCase();
        expect(contacted(verdict.source)).toBe(named);
      }),
      { numRuns: 1000 },
    );
  });

  test("refuses with a sentence of printable ASCII", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const verdict = validateDomain(text);
        if (!verdict.ok) expect(verdict.reason).toMatch(/^[\x20-\x7e]+$/);
      }),
    );
  });
});

describe("A way to this machine or its network", () => {
  test.each([
    ["an IPv4 address in any notation", fc.oneof(ipv4Notation, fc.ipV4()), ["local", "refused"]],
    ["an IPv6 address", fc.ipV6().map((address) => `[${address}]`), ["refused"]],
    ["an IPv4 address in an IPv6 one", fc.ipV4().map((address) => `[::ffff:${address}]`), ["refused"]],
    ["a local name", localName, ["local", "refused"]],
  ])("that is %s is refused, or called local", (_, hosts, expected) => {
    const found = new Set<string>();
    fc.assert(
      fc.property(scheme, fc.constantFrom("", "*."), hosts, port, (name, wildcard, host, end) => {
        const verdict = validateDomain(`${name}://${wildcard}${host}${end}`);
        const kind = verdict.ok ? (verdict.local ? "local" : "public") : "refused";
        found.add(kind);
        expect(kind).not.toBe("public");
      }),
      { numRuns: 1000 },
    );
    expect([...found].toSorted()).toEqual(expected);
  });

  test("is told from a public name", () => {
    fc.assert(
      fc.property(scheme, publicName, port, (name, host, end) => {
        const verdict = validateDomain(`${name}://${host}${end}`);
        // A label that only looks like punycode makes no name.
        if (verdict.ok) expect(verdict.local).toBe(false);
        else expect(host).toMatch(/xn--|\.-|--/);
      }),
    );
  });
});

describe("A header that is made of accepted domains", () => {
  const accepted = fc
    .oneof(
      fc.tuple(scheme, publicName, port).map(([name, host, end]) => `${name}://${host}${end}`),
      fc.tuple(scheme, publicName).map(([name, host]) => `${name}://*.${host}`),
      nearDomain,
    )
    .filter((domain) => validateDomain(domain).ok);
  const csp = fc.record(
    Object.fromEntries(FIELDS.map((field) => [field, fc.array(accepted, { maxLength: 4 })])),
    { requiredKeys: [] },
  );

  test("has the directives that it has without them, each once", () => {
    const names = (policy: string): string[] =>
      policy.split(";").map((part) => part.trim().split(" ")[0] ?? "");
    const plain = names(viewCsp({ csp: {}, frameAncestors: FRAME_ANCESTORS }));
    fc.assert(
      fc.property(csp, fc.boolean(), (declared, unsafeEval) => {
        const policy = viewCsp({ csp: declared, frameAncestors: FRAME_ANCESTORS, unsafeEval });
        expect(names(policy)).toEqual(plain);
        expect(policy).not.toMatch(/[,\r\n\0]/);
        expect(policy.includes("'unsafe-eval'")).toBe(unsafeEval);
      }),
    );
  });

  test("lists each of them in quotes, and nothing else", () => {
    fc.assert(
      fc.property(csp, (declared) => {
        expect(connectionAllowlist(declared)).toMatch(
          /^\(response-origin(?: "[a-zA-Z]+:\/\/[a-zA-Z0-9.*:-]+\/\*")*\);redirects=allow$/,
        );
      }),
    );
  });
});
