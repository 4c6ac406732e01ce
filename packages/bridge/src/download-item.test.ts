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
    ["file:///tmp/report.csv?x=1#y", "report.csv"],
    ["invoice\u202Egpj.exe", "invoicegpj.exe"],
    ["a\u0000b\u200B.txt", "ab.txt"],
    ["...", "download"],
    ["", "download"],
  ])("get a name that stays a name: %j becomes %j", (given, name) => {
    expect(safeName(given)).toBe(name);
  });
});
