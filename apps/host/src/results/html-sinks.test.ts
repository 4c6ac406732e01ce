import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.ts"], {
  eager: true,
  import: "default",
  query: "?raw",
});

/** Every way by which a string becomes HTML, a script or a style sheet in a page. */
const SINK =
  /\b(?:(?:inner|outer)HTML\s*=(?!=)|(?:dangerouslySetInnerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|parseFromString|srcdoc|srcDoc|setHTML|setHTMLUnsafe|parseHTMLUnsafe|insertRule|replaceSync|cssText)\b)|document\.write|\beval\(|new Function\(/g;

const sinksOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(files).flatMap(([file, text]) =>
    Array.from(
      text.matchAll(SINK),
      ([sink]) => `${file.replace(/^\.\//, "results/").replace(/^\.\.\//, "")}: ${sink}`,
    ),
  );

test("Text becomes HTML in two places: Markdown, and the preview of a template in its inert frame", () => {
  expect(Object.keys(sources).length).toBeGreaterThan(50);
  expect(sinksOf(sources)).toEqual([
    "results/Markdown.tsx: dangerouslySetInnerHTML",
    "templates/preview-frame.ts: replaceSync",
    "templates/preview-frame.ts: cssText",
    "templates/preview-frame.ts: srcdoc",
  ]);
});

test("Another place would be found", () => {
  const files = { ...sources, "../tools/New.tsx": "<p dangerouslySetInnerHTML={{ __html: description }} />" };
  expect(sinksOf(files)).toContain("tools/New.tsx: dangerouslySetInnerHTML");
});

test("What goes in there was cleaned", () => {
  expect(sources["../templates/preview-frame.ts"]).toContain("{ html, css }: Preview");
  expect(sources["../templates/preview.ts"]).toContain("purifier.sanitize(html, {");
  const markdown = sources["./Markdown.tsx"] ?? "";
  expect(markdown).toContain("const html = useMemo(() => cleanMarkdown(text), [text]);");
  expect(markdown).toContain("dangerouslySetInnerHTML={{ __html: html }}");
});
