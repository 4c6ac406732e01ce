import { describe, expect, test } from "vitest";
import { findingsOf, rulesOf } from "./review.test.fixture.ts";

describe("A review of the text of a template", () => {
  test.each([
    ["<script>if (role !== 'user\u202E // only admins') go()</script>", ["hidden-code"]],
    ["<script>const na\u200Cme = 1</script>", ["hidden-code", "hidden-in-code"]],
    ["<script>const a = 'one\u200Btwo'</script>", ["hidden-in-code"]],
    ["<p>invoice\u202Efdp.exe</p>", ["bidi-text"]],
    ["<p>invoice&#x202E;fdp.exe</p>", ["bidi-text"]],
    ["<p title='&#8294;'>a</p>", ["bidi-text"]],
    ["<p>pass\u200Bword</p>", ["invisible-text"]],
    ["<p>bell\u0007</p>", ["control-characters"]],
    ["<p>\u{E0049}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065}</p>", ["tag-characters"]],
  ])("finds in %j: %s", async (html, rules) => {
    expect(await rulesOf(html)).toEqual(rules);
  });

  test.each([
    "\uFEFF<p>A byte order mark</p>",
    "<p>👩\u200D👩\u200D👧 👩🏽\u200D💻 ❤️\u200D🔥</p>",
    "<p>\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}</p>",
    "<p>می\u200Cخواهم שלום\u200F, क्\u200Dष Silben\u00ADtrennung 葛\u{E0100}</p>",
    "<p>&amp; &nbsp; Silben&shy;trennung</p>\t\r\n\f",
    "<script>const table = ['\u200B', \"\uFEFF\", '\u0000']</script>",
    "<script>const table = /[\\u202A-\\u202E]/; const shown = '\\u202e'</script>",
  ])("finds nothing in %j, which writing needs", async (html) => {
    expect(await findingsOf(html)).toEqual([]);
  });

  test("shows what is hidden as an escape", async () => {
    const [finding] = await findingsOf("<p>\u202Efdp</p>");
    expect(finding?.message).toContain("\\u{202e}");
    expect(finding?.where).toEqual({ line: 1, column: 4, excerpt: "\\u{202e}fdp</p>" });
  });

  test("tells of a template that is more than a person reads", async () => {
    const html = `<p>${"a".repeat(5 * 1024 * 1024)}</p>`;
    expect(await findingsOf(html)).toEqual([
      { rule: "large-template", severity: "info", message: expect.stringContaining("5.0 MiB") },
    ]);
  });
});
