import type { Template } from "@vitrine/bridge";
import { describe, expect, test } from "vitest";
import { templateDiff } from "./template-diff.ts";

function template(html: string, more: Partial<Template> = {}): Template {
  const provenance = {
    csp: "absent",
    permissions: "absent",
    domain: "absent",
    prefersBorder: "absent",
  } as const;
  return {
    uri: "ui://shop/app",
    html,
    size: html.length,
    digest: html,
    htmlDigest: html,
    provenance,
    ...more,
  };
}

const statements = Array.from(
  { length: 40_000 },
  (_, index) => `const value${index}=call(${index},"text ${index}")`,
);
const bundle = (middle: string): string =>
  `<script>${statements.slice(0, 20_000).join(";")};${middle};${statements.slice(20_000).join(";")}</script>`;

describe("The difference of two templates", () => {
  test("is nothing for the same one", async () => {
    const { html } = await templateDiff(template("<p>one"), template("<p>one"));
    expect(html).toEqual({ hunks: [], omitted: 0 });
  });

  test("shows one changed statement in the middle of a minified line of 2 MB, and little else", async () => {
    const before = bundle("fetch('/api')");
    expect(before.length).toBeGreaterThan(1_500_000);
    const { html } = await templateDiff(template(before), template(bundle("fetch('https://evil.example')")));
    const changed = html.hunks.flatMap(({ lines }) => lines).filter((line) => /^[-+]/.test(line));
    expect(changed.some((line) => line.startsWith("+") && line.includes("evil.example"))).toBe(true);
    expect(changed.some((line) => line.startsWith("-") && line.includes("fetch('/api')"))).toBe(true);
    expect(changed.length).toBeLessThan(20);
    expect(html.omitted).toBe(0);
  });

  test("of two large ones that have nothing in common ends soon, and is shown in part", async () => {
    const other = Array.from(
      { length: 40_000 },
      (_, index) => `let other${index}=[${index},"words ${index}"]`,
    );
    const started = performance.now();
    const { html } = await templateDiff(
      template(bundle("")),
      template(`<script>${other.join(";")}</script>`),
    );
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(html.hunks.flatMap(({ lines }) => lines)).toHaveLength(1_000);
    expect(html.omitted).toBeGreaterThan(10_000);
  });

  test("is shown for declarations alone", async () => {
    const diff = await templateDiff(template("<p>"), template("<p>", { domain: "shop" }));
    expect(diff).toMatchObject({ domain: { added: ["shop"], removed: [] }, html: { hunks: [] } });
  });
});
