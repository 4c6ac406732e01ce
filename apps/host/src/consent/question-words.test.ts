import type { Action } from "@vitrine/bridge";
import { expect, test } from "vitest";
import { questionWords } from "./question-words.ts";

const base = {
  id: "a",
  actor: "view",
  server: { name: "shop", identity: "https://shop.example/mcp" },
  view: { id: "v", tool: "show_basket" },
  traceparent: "00-0",
} as const;

const call = {
  ...base,
  method: "tools/call",
  name: "pay_basket",
  tool: undefined,
  arguments: {},
} satisfies Action;

test("names the View, the tool and the server", () => {
  expect(questionWords(call, "Basket")).toEqual({
    question: "Allow Basket to call pay_basket on shop?",
    yes: "Allow once",
  });
});

test("names the tool of the View when its title is not known", () => {
  expect(questionWords(call, undefined).question).toBe("Allow show_basket to call pay_basket on shop?");
});

test("says that a link asks, not the person", () => {
  expect(questionWords({ ...call, actor: "link" }, undefined).question).toBe(
    "Allow the link you opened to call pay_basket on shop?",
  );
});

test("spells out what a name hides", () => {
  expect(questionWords({ ...call, name: "pay\u202Eteksab" }, "Bas\u200Bket").question).toBe(
    "Allow Bas\\u{200b}ket to call pay\\u{202e}teksab on shop?",
  );
});

test("names the host of a link in its ASCII form", () => {
  const url = new URL("https://аpple.com/login");
  expect(questionWords({ ...base, method: "ui/open-link", url }, "Basket")).toEqual({
    question: "Open a link to xn--pple-43d.com for Basket?",
    yes: "Open link",
  });
});

test("names whom a mail goes to", () => {
  const url = new URL("mailto:a@b.example,c@d.example");
  expect(questionWords({ ...base, method: "ui/open-link", url }, "Basket").question).toBe(
    "Write a mail to a@b.example and 1 more for Basket?",
  );
});

test("counts the files of a download", () => {
  const item = { kind: "file", name: "a.txt", mimeType: "text/plain", bytes: new Uint8Array() } as const;
  expect(questionWords({ ...base, method: "ui/download-file", items: [item, item] }, "Sales")).toEqual({
    question: "Save 2 files from Sales?",
    yes: "Download",
  });
});
