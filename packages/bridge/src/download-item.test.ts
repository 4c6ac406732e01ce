import { describe, expect, test } from "vitest";
import { parseDownloadItems, safeName } from "./download-item.ts";

const resource = (fields: object): readonly unknown[] => [
  { type: "resource", resource: { uri: "file:///a.txt", ...fields } },
];

describe("A View's files", () => {
  test("are taken from text, from base64 and as links", () => {
    expect(parseDownloadItems(resource({ text: "é" }))).toEqual([
      {
        kind: "file",
        name: "a.txt",
        mimeType: "application/octet-stream",
        bytes: new Uint8Array([0xc3, 0xa9]),
      },
    ]);
    expect(parseDownloadItems(resource({ blob: "AQI=", mimeType: "image/png" }))).toMatchObject([
      { mimeType: "image/png", bytes: new Uint8Array([1, 2]) },
    ]);
    expect(
      parseDownloadItems([{ type: "resource_link", uri: "https://example.com/x.pdf", name: "x.pdf" }]),
    ).toEqual([{ kind: "link", name: "x.pdf", url: new URL("https://example.com/x.pdf") }]);
  });

  test.each([
    ["nothing", [], /non-empty/],
    ["no list", "a", /non-empty/],
    ["too many", Array.from({ length: 21 }, () => resource({ text: "" })[0]), /at most 20/],
    ["no bytes", resource({}), /"text" or "blob"/],
    ["broken base64", resource({ blob: "%%%" }), /base64/],
    ["too much", resource({ text: "x".repeat(33 * 1024 * 1024) }), /more than/],
    ["a relative link", [{ type: "resource_link", uri: "x", name: "x" }], /absolute/],
  ])("are refused with a reason: %s", (_name, contents, reason) => {
    expect(() => parseDownloadItems(contents)).toThrow(reason);
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\evil.exe", "evil.exe"],
    ["invoice\u202Egpj.exe", "invoicegpj.exe"],
    ["a\u0000b\u200B.txt", "ab.txt"],
    ["a\uD800b\u3164.txt", "ab.txt"],
    ["report.pdf                        .exe ", "report.pdf                        .exe"],
    [".bashrc", "bashrc"],
    [". ..profile", "profile"],
    ["...", "download"],
    ["", "download"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["com1.tar.gz", "_com1.tar.gz"],
    ["LPT\u00b9", "_LPT\u00b9"],
    ["CON ", "_CON"],
    ["console.log", "console.log"],
    ["invoice.pdf.exe", "invoice.pdf.exe"],
    ["C# notes?.txt", "C# notes.txt"],
    [`${"a".repeat(300)}.exe`, `${"a".repeat(116)}.exe`],
  ])("get a name that stays a name: %j becomes %j", (given, name) => {
    expect(safeName(given)).toBe(name);
  });

  test.each([
    ["file:///tmp/report.csv?x=1#y", "report.csv"],
    ["file:///tmp/tea%20list.csv", "tea list.csv"],
    ["file:///a/..%2F..%2Fetc%2Fpasswd", "passwd"],
    ["file:///a/..%5C..%5Cevil.exe", "evil.exe"],
    ["file:///invoice%E2%80%AEgpj.exe", "invoicegpj.exe"],
    ["file:///100%.txt", "100%.txt"],
  ])("are named after the address that they come with: %j gives %j", (uri, name) => {
    expect(parseDownloadItems([{ type: "resource", resource: { uri, text: "" } }])).toMatchObject([{ name }]);
  });
});
