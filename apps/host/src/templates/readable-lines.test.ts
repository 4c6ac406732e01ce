import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readableLines } from "./readable-lines.ts";

test("Minified HTML becomes lines of tags and statements", () => {
  const html = `<!doctype html><html><head><style>body{margin:0;padding:0}</style></head><body><p>Hello</p></body></html>`;
  expect(readableLines(html)).toEqual([
    "<!doctype html>",
    "<html>",
    "<head>",
    "<style>",
    "body{margin:0;padding:0}",
    "</style>",
    "</head>",
    "<body>",
    "<p>",
    "Hello",
    "</p>",
    "</body>",
    "</html>",
  ]);
});

test("Nothing is lost or added, and no line is long", () => {
  const piece = fc.constantFrom(
    "<p>",
    "</script>",
    ";",
    "{",
    "a => b",
    "x".repeat(70),
    "y".repeat(200),
    "'",
    "<",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const html = pieces.join("");
      const lines = readableLines(html);
      expect(lines.join("")).toBe(html);
      expect(lines.every((line) => line.length <= 160)).toBe(true);
    }),
  );
});
