import { describe, expect, test } from "vitest";
import { html } from "./markup.ts";

describe("html", () => {
  test("writes a text as text, whatever it says", () => {
    const hostile = `<img src=x onerror="alert('1')">&amp;`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
        "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>",
    );
    // Without the guard the text is markup.
    expect(`<p>${hostile}</p>`).toContain("<img src=x onerror");
  });

  test("shows characters that hide or turn text", () => {
    expect(html`${"a\u202Eb\u0000c\nd"}`.markup).toBe("a\\u202eb\\u0000c\nd");
  });

  test("takes markup and lists of it, and nothing that only looks like it", () => {
    const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
    // prettier-ignore
    const list = html`<ul>${items}</ul>${undefined}${7}`;
    expect(list.markup).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>7");
    const forged = JSON.parse('{"markup":"<script>"}') as { markup: string };
    expect(() => html`${forged}`).toThrow("This is no markup.");
  });
});
