import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { review } from "./review.ts";
import { findingsOf, rulesOf, templateOf } from "./review.test.fixture.ts";
import { reviewTemplate } from "./review-template.ts";

const BLOCKED = { rule: "not-reviewable", severity: "blocking" };

describe("A review", () => {
  test("is done without a worker where there is none", async () => {
    const template = await templateOf("<script>eval(text)</script>");
    expect(await review(template)).toEqual(reviewTemplate(template));
    expect(reviewTemplate(template)).toHaveLength(1);
  });

  test.each([
    ["elements that are nested very deeply", "<div>".repeat(20_000)],
    ["code that is nested very deeply", `<script>${"[".repeat(20_000)}${"]".repeat(20_000)}</script>`],
    ["a very long regular expression", `<script>x = /${"(?<a>b)|".repeat(10_000)}/</script>`],
    ["documents in documents", "<iframe srcdoc='".concat(nested(6), "'></iframe>")],
    ["very many hidden characters", "\u0007".repeat(60_000)],
    ["very many elements", "<p>".repeat(200_001)],
  ])("ends, and blocks what it could not look through: %s", async (_what, html) => {
    expect(await findingsOf(html)).toContainEqual(expect.objectContaining(BLOCKED));
  });

  test("ends when its time is up, and says so", async () => {
    const template = await templateOf("<script>eval(text)</script><p>invoice\u202Efdp</p>");
    const findings = reviewTemplate(template, 0);
    expect(findings).toContainEqual(expect.objectContaining(BLOCKED));
    expect(findings.map(({ message }) => message).join()).toContain("takes longer than 0 seconds");
  });

  test("looks on where one part is beyond its bounds", async () => {
    const html = `<input type=password><script>${"(".repeat(20_000)}</script><script>eval(text)</script>`;
    expect(await rulesOf(html)).toEqual(["credential-input", "eval", "not-reviewable"]);
  });

  test("cuts a flood of findings short", async () => {
    const html = Array.from({ length: 40 }, (_, index) => `<img src=https://h${index}.example>`).join("");
    const findings = await findingsOf(html);
    expect(findings).toHaveLength(13);
    expect(findings.at(-1)?.message).toBe("And 28 more of the same kind.");
  });

  test("never throws, and writes what it shows with nothing hidden in it", async () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ..."<script> </script> <iframe srcdoc=' <style> <svg> <p onclick= ' \" ` ${ } { ( ) => \\u".split(
          " ",
        ),
      ),
      fc.constantFrom(
        ..."eval( new Function \u202E \u0000 <template> <!-- --> import class &#x202e; url( <base href=".split(
          " ",
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        for (const { message, where } of await findingsOf(`<p>${parts.join("")}`)) {
          expect(message + (where?.excerpt ?? "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("reports each bidi control, wherever in words it is planted", async () => {
    const control = fc.constantFrom(...Array.from("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"));
    const words = fc.string({ unit: fc.constantFrom(...Array.from("abc שלום .,\n'\"=")) });
    await fc.assert(
      fc.asyncProperty(words, control, words, fc.boolean(), async (before, character, after, written) => {
        const planted = written ? `&#x${character.codePointAt(0)?.toString(16)};` : character;
        const findings = await findingsOf(`<p>${before}${planted}${after}</p>`);
        expect(findings.map(({ rule }) => rule)).toEqual(["bidi-text"]);
      }),
      { numRuns: 200 },
    );
  });
});

function nested(depth: number): string {
  let html = "<p>";
  for (let count = 0; count < depth; count++) {
    const quoted = html.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    html = `<iframe srcdoc="${quoted}"></iframe>`;
  }
  return html.replaceAll("&", "&amp;").replaceAll("'", "&#39;");
}
