import { expect, test } from "vitest";
import { unicodeHost } from "./unicode-host.ts";

test.each(["bücher.example", "例え.テスト", "правда.рф", "παράδειγμα.example", "faß.example", "☃.net"])(
  "reads what a browser wrote in ASCII: %s",
  (name) => {
    const { hostname } = new URL(`https://${name}/`);
    expect(hostname).toMatch(/^xn--|\.xn--/);
    expect(unicodeHost(hostname)?.name).toBe(name);
  },
);

test("names the scripts of a name that only looks like another", () => {
  expect(unicodeHost(new URL("https://аpple.com").hostname)).toEqual({
    name: "аpple.com",
    scripts: ["Cyrillic", "Latin"],
  });
});

test("leaves plain names alone", () => {
  expect(unicodeHost("example.com")).toBe(undefined);
  expect(unicodeHost("127.0.0.1")).toBe(undefined);
});

test("leaves what is malformed as it stands", () => {
  expect(unicodeHost("xn--99999999999999.example")).toBe(undefined);
  expect(unicodeHost("xn--a b.example")).toBe(undefined);
  // Decodes to "a⒈", which a browser would never encode like this.
  expect(unicodeHost("xn--a-ecp.example")).toBe(undefined);
});
