import * as fc from "fast-check";
import { expect, test } from "vitest";
import { terminalText } from "./terminal-text.ts";

test("shows what would command a terminal or hide", () => {
  expect(terminalText("a\u001b[2Jb\u009b1mc\u202ed\u200be\n")).toBe(
    "a\\u001b[2Jb\\u009b1mc\\u202ed\\u200be\\u000a",
  );
  expect(terminalText("tag \u{e0041}")).toBe("tag \\udb40\\udc41");
});

test("leaves what can be read", () => {
  expect(terminalText("Grüße, 你好 🙂 é")).toBe("Grüße, 你好 🙂 é");
});

test("keeps the meaning of JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      expect(JSON.parse(terminalText(JSON.stringify(value)))).toBe(value);
    }),
  );
});
