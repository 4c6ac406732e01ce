import { describe, expect, test } from "vitest";
import { createRedaction } from "./redaction.ts";
import { compilePattern } from "./redaction-pattern.ts";

const { redact } = createRedaction({ keys: [], patterns: [] });

describe("By its key, the record keeps out", () => {
  test.each([
    "password",
    "userPassword",
    "PASSWORD",
    "clientsecret",
    "access_token",
    "authToken",
    "Authorization",
    "apiKey",
    "API_KEY",
    "x-api-key",
    "apikey",
    "AWSSecretAccessKey",
    "Set-Cookie",
    "credentials",
  ])("what stands under %s", (key) => {
    expect(redact({ deep: [{ [key]: { any: "thing" } }] })).toEqual({ deep: [{ [key]: "[redacted]" }] });
  });

  test.each(["max_tokens", "tokenizer", "author", "shipping", "keyboard", "secretary_name", "passenger"])(
    "not what stands under %s",
    (key) => expect(redact({ [key]: "tea" })).toEqual({ [key]: "tea" }),
  );

  test("no flags: they say whether there is a secret, not which", () => {
    expect(redact({ password: true, token: null, secret: "" })).toEqual({
      password: true,
      token: null,
      secret: "",
    });
  });

  test("the parameters of addresses, and user and password in them", () => {
    expect(redact("https://me:it@tea.example/a?leaf=oolong&access_token=abc#id_token=def")).toBe(
      "https://[redacted]@tea.example/a?leaf=oolong&access_token=[redacted]#id_token=[redacted]",
    );
  });

  test("what the config names", () => {
    const { redact: more } = createRedaction({ keys: ["pin", "card number"], patterns: [] });
    expect(more({ pin: 1234, cardNumber: "4111", shipping: "fast" })).toEqual({
      pin: "[redacted]",
      cardNumber: "[redacted]",
      shipping: "fast",
    });
  });
});

describe("By what it looks like, the record keeps out", () => {
  test.each([
    "Bearer abcdefghijkl",
    "basic dXNlcjpwYXNzd29yZA==",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    `-----BEGIN RSA PRIVATE KEY-----\nMIIE${"a".repeat(6000)}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl`,
    "sk-abcdefghijklmnopqrstuvwx",
    "sk_live_abcdefghijklmnopqrst",
    "sk-ant-api03-abcdefghijklmnop",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "github_pat_11ABCDEFG0abcdefghijkl",
    "xoxb-123456789012-abcdef",
    "AKIAIOSFODNN7EXAMPLE",
    `AIza${"a".repeat(35)}`,
  ])("%.40s", (secret) => {
    expect(redact([`it is ${secret} I think`])).toEqual([expect.stringContaining("it is [redacted]")]);
    expect(JSON.stringify(redact({ [secret]: secret }))).not.toContain(secret.slice(8));
  });

  test("not words that only begin alike", () => {
    const innocent = "The bearer of this basic letter asks sk-ills, AKIAbara, eyJ and ghp_ for tea.";
    expect(redact(innocent)).toBe(innocent);
  });

  test("what the config describes, also across the windows in which it is looked for", () => {
    const { pattern } = compilePattern("tea-[0-9]+") as { pattern: RegExp };
    const { redact: more } = createRedaction({ keys: [], patterns: [pattern] });
    for (const before of [0, 3060, 3072, 4090, 4096, 9000]) {
      expect(more(`${".".repeat(before)}tea-123456.`)).toBe(`${".".repeat(before)}[redacted].`);
    }
  });
});

describe("A sender cannot get a secret into the record", () => {
  test("by nesting it deeply", () => {
    let value: unknown = { password: "oolong" };
    for (let depth = 0; depth < 10_000; depth++) value = [value];
    expect(JSON.stringify(redact(value))).not.toContain("oolong");
  });

  test("or hold the process up by what it sends", () => {
    const started = performance.now();
    for (const piece of ["Bearer ", "eyJ", "-----BEGIN PRIVATE KEY-----", "a=", "http://", "sk-", "&a"]) {
      redact(piece.repeat(60_000 / piece.length));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("A configured pattern", () => {
  test.each(["tea-[0-9]+", "\\bT\\d{16}\\b", "(?:red|green)-\\w{4,20}", "[a-z]{3}-.*", "\\p{L}{8}", "a?b?c"])(
    "may be %s",
    (source) => expect(compilePattern(source)).toMatchObject({ ok: true }),
  );

  test.each([
    ["(", "is no regular expression"],
    ["a*", "matches the empty text"],
    ["(a+)+b", "exponential time"],
    ["(a|a)*b", "exponential time"],
    ["(?:a?){50}b", "exponential time"],
    ["((a{1,9}){1,9}){1,9}b", "exponential time"],
    ["a+a+a+b", "could take too long"],
    ["a{0,60}a{0,60}a{0,60}b", "could take too long"],
    ["(a)\\1", "refers back"],
    ["(?<n>a)\\k<n>", "refers back"],
    ["(?=a)b", "looks ahead"],
    ["(?<!a)b", "looks ahead"],
    ["a".repeat(600), "longer than"],
  ])("may not be %.30s", (source, reason) => {
    expect(compilePattern(source)).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
  });
});
