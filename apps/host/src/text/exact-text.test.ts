import { expect, test } from "vitest";
import { exactPieces, exactText } from "./exact-text.ts";

test("leaves ordinary text of any script as it is", () => {
  for (const text of ["Earl Grey, 250 g", "抹茶", "Žluťoučký kůň", "قهوة", "naïve: 100 % (µ)"]) {
    expect(exactText(text)).toBe(text);
  }
});

test("spells out what reorders or hides text", () => {
  expect(exactText("pay\u202Eexe")).toBe("pay\\u{202e}exe");
  expect(exactText("a\u200Bb\u00ADc\uFEFF")).toBe("a\\u{200b}b\\u{00ad}c\\u{feff}");
  expect(exactText("\u{E0041}")).toBe("\\u{e0041}");
  expect(exactText("x\u3164y\u2800z")).toBe("x\\u{3164}y\\u{2800}z");
  expect(exactText("a\u00A0b\u2003c")).toBe("a\\u{00a0}b\\u{2003}c");
  expect(exactText("a\0b\nc\td")).toBe("a\\u{0000}b\\nc\\td");
});

test("spells out half of a surrogate pair", () => {
  expect(exactText("a\uD800b")).toBe("a\\u{d800}b");
});

test("marks the pieces that were spelled out", () => {
  expect(exactPieces("a\u200B\u200Bb")).toEqual([
    { text: "a", escaped: false },
    { text: "\\u{200b}\\u{200b}", escaped: true },
    { text: "b", escaped: false },
  ]);
});

test("keeps line breaks where the caller lays text out in lines", () => {
  expect(exactPieces("a\nb\u202E", "\n")).toEqual([
    { text: "a\nb", escaped: false },
    { text: "\\u{202e}", escaped: true },
  ]);
});
