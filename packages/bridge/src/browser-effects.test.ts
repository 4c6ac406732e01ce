// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { openInNewTab, saveFiles } from "./browser-effects.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function watched() {
  const opened: unknown[][] = [];
  const fetched: unknown[] = [];
  vi.stubGlobal("open", (...args: unknown[]) => void opened.push(args));
  vi.stubGlobal("fetch", (url: unknown) => {
    fetched.push(url);
    return Promise.resolve(new Response("file"));
  });
  return { opened, fetched };
}

test("A link is opened in a tab that knows nothing of the page", () => {
  const { opened } = watched();
  openInNewTab(new URL("https://example.com/a"));
  expect(opened).toEqual([["https://example.com/a", "_blank", "noopener,noreferrer"]]);
});

test("A download's link is opened as the host opens links; the page fetches nothing", async () => {
  const { opened, fetched } = watched();
  const links: string[] = [];
  await saveFiles(
    [{ kind: "link", name: "a.pdf", url: new URL("https://example.com/a.pdf") }],
    ({ href }) => void links.push(href),
  );
  expect(links).toEqual(["https://example.com/a.pdf"]);
  expect(opened).toEqual([]);
  expect(fetched).toEqual([]);
});

test("A file is saved under its name", async () => {
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.download} ${this.href.slice(0, 5)}`);
  });
  const file = { kind: "file", name: "a.txt", mimeType: "text/plain", bytes: new Uint8Array([65]) } as const;
  await saveFiles([file], openInNewTab);
  expect(saved).toEqual(["a.txt blob:"]);
});
