import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PAGE_GROUPS } from "./pages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const docs = fileURLToPath(new URL(".", import.meta.url));
const pages = [
  ...readdirSync(root).filter(isPage),
  ...readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((file) => isPage(file) && !/^(node_modules|site)\b/.test(file))
    .map((file) => `docs/${file}`),
];

test("Every link between pages leads to a file and a heading that are there", () => {
  const broken = pages.flatMap((page) =>
    linksOf(read(page))
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("Every page has its place in the site's navigation", () => {
  const placed = PAGE_GROUPS.flatMap(([, files]) => files).map((file) => relative(root, resolve(docs, file)));
  expect(pages.filter((page) => page.startsWith("docs/") && !placed.includes(page))).toEqual([]);
});

function isPage(file: string): boolean {
  return file.endsWith(".md");
}

function read(page: string): string {
  return readFileSync(resolve(root, page), "utf8");
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? resolve(root, page) : resolve(root, dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(readFileSync(target, "utf8")).includes(anchor);
}

/** Targets of links and pictures within the repository. */
function linksOf(text: string): readonly string[] {
  const targets = withoutCode(text)
    .replace(/`[^`\n]*`/g, "")
    .matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g);
  return [...targets]
    .map(([, inline, attribute]) => inline ?? attribute ?? "")
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that GitHub and the site give to headings. */
function anchorsOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/\]\([^)]*\)/g, "")
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```/gm, "");
}
