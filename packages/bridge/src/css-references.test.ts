import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cssReferences } from "./css-references.ts";

const urls = (css: string): string[] => cssReferences(css).map(({ kind, url }) => `${kind} ${url}`);

describe("The addresses in a style sheet", () => {
  test.each([
    ["a { background: url(https://a.example/x.png) }", ["url https://a.example/x.png"]],
    [`a { background: url( "https://a.example/(x).png" ) }`, ["url https://a.example/(x).png"]],
    ["a { background: URL('x') , url( y ) }", ["url x", "url y"]],
    [String.raw`a { background: u\72 l(https://a.example) }`, ["url https://a.example"]],
    [String.raw`a { background: url(https://a.example/\29) }`, ["url https://a.example/)"]],
    [`@import "https://a.example/a.css" screen;`, ["import https://a.example/a.css"]],
    ["@import url(https://a.example/a.css); b { c: url(d) }", ["import https://a.example/a.css", "url d"]],
    [String.raw`@\69mport 'x'`, ["import x"]],
    [`a { background: image-set("a.png" 1x, url(b.png) 2x) }`, ["url a.png", "url b.png"]],
    [`@font-face { src: url(a.woff2) format("woff2"), src("b") }`, ["url a.woff2", "url b"]],
    ["--x: url(https://a.example); background: var(--x)", ["url https://a.example"]],
    ["a { background: url(https://a.example", ["url https://a.example"]],
    ["a { background: url('https://a.example", ["url https://a.example"]],
  ])("are found in %j", (css, expected) => {
    expect(urls(css)).toEqual(expected);
  });

  test.each([
    "/* url(https://a.example) @import 'x' */ a { color: red }",
    `a::before { content: "url(https://a.example)" }`,
    `@namespace svg url(http://www.w3.org/2000/svg); @namespace "http://www.w3.org/1999/xhtml";`,
    `a { color: rgb(1, 2, 3); font-family: "Some Font" }`,
    `@charset "utf-8"; [href="https://a.example"] { color: red }`,
  ])("are not seen where none is loaded: %j", (css) => {
    expect(urls(css)).toEqual([]);
  });

  test("are given with where they stand, so that they can be cut out", () => {
    const css = `a { b: url("x") url( z ) } @import 'y' screen;`;
    expect(cssReferences(css).map(({ start, end }) => css.slice(start, end))).toEqual([
      `"x"`,
      "url( z )",
      "@import 'y'",
    ]);
  });

  test("are looked for in anything without an error", () => {
    const piece = fc.constantFrom("url(", ")", "'", '"', "\\", "/*", "*/", "@import ", ";", "{", "x", "\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const css = pieces.join("");
        for (const { start, end } of cssReferences(css)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(css.length);
          expect(end).toBeGreaterThan(start);
        }
      }),
    );
  });

  test("are found in linear time", () => {
    const started = performance.now();
    cssReferences("url(".repeat(200_000));
    cssReferences("\\".repeat(1_000_000));
    cssReferences("/*".repeat(500_000));
    cssReferences(`"${"a\\\n".repeat(300_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
