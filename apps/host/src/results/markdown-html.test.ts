import { expect, test } from "vitest";
import { markdownHtml } from "./markdown-html.ts";

test("renders words, lists, tables and code", () => {
  expect(markdownHtml("**12** teas\n\n- Assam")).toContain("<strong>12</strong>");
  expect(markdownHtml("| a | b |\n|---|---|\n| 1 | 2 |")).toContain("<td>2</td>");
  expect(markdownHtml("# A\n\n#### B")).toBe("<h3>A</h3>\n<h3>B</h3>\n");
  expect(markdownHtml("`x < y`")).toContain("<code>x &lt; y</code>");
});

test("keeps links of the web and of mail, and of all others the words", () => {
  expect(markdownHtml("[a](https://example.com/)")).toContain('<a href="https://example.com/">a</a>');
  expect(markdownHtml("[a](mailto:a@example.com)")).toContain('<a href="mailto:a@example.com">a</a>');
  expect(markdownHtml("[a](javascript:alert(1))")).toBe("<p>a</p>\n");
  expect(markdownHtml("[a](data:text/html,x)")).toBe("<p>a</p>\n");
  expect(markdownHtml("[a](/api/approvals)")).toBe("<p>a</p>\n");
});

test("shows HTML as the words it was written in, and an image as its text", () => {
  const hostile = [
    "<img src=https://evil.example/ onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<style>@import 'https://evil.example'</style>",
    'one <div style="background:url(https://evil.example)">x</div>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><button>Allow once</button></form>',
    '<svg><use href="https://evil.example#x"/></svg>',
    '<p id="views" data-result class="card">x</p>',
    "![<b onclick=x>](https://evil.example/pixel.png)",
  ];
  for (const text of hostile) {
    expect(markdownHtml(text)).toMatch(/^(<p>)?[^<>]*(<\/p>)?\s*$/);
  }
});
