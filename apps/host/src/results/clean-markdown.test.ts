// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { cleanMarkdown } from "./clean-markdown.ts";

test("renders words, lists, tables and code", () => {
  expect(cleanMarkdown("**12** teas\n\n- Assam")).toContain("<strong>12</strong>");
  expect(cleanMarkdown("| a | b |\n|---|---|\n| 1 | 2 |")).toContain("<td>2</td>");
  expect(cleanMarkdown("`x < y`")).toContain("<code>x &lt; y</code>");
});

test("keeps links of the web and of mail, and no others", () => {
  expect(cleanMarkdown("[a](https://example.com/)")).toContain('href="https://example.com/"');
  expect(cleanMarkdown("[a](mailto:a@example.com)")).toContain('href="mailto:a@example.com"');
  expect(cleanMarkdown("[a](javascript:alert(1))")).not.toContain("href");
  expect(cleanMarkdown("[a](data:text/html,x)")).not.toContain("href");
  expect(cleanMarkdown("[a](/api/approvals)")).not.toContain("href");
});

test("keeps nothing that loads or runs", () => {
  const hostile = [
    "![x](https://evil.example/pixel.png)",
    "<img src=https://evil.example/ onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<style>@import 'https://evil.example'</style>",
    '<div style="background:url(https://evil.example)">x</div>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><button>Allow once</button></form>',
    '<svg><use href="https://evil.example#x"/></svg>',
    '<p id="views" data-result class="card">x</p>',
  ];
  for (const text of hostile) {
    expect(cleanMarkdown(text)).not.toMatch(/evil|script|style|form|button|id=|data-|class=|onerror/);
  }
});
