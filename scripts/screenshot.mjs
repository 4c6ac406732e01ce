// Makes the pictures of the README: `npm run screenshot`, after `npm run build`.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";
import { chromiumPath } from "./chromium.mjs";
import { root } from "./run.mjs";

const images = join(root, "docs/images");
const data = mkdtempSync(join(tmpdir(), "vitrine-screenshot-"));
const main = join(root, "apps/host/dist/server/main.js");
const args = [main, "--port", "0", "--sandbox-port", "0", "--data", data, "--no-open"];
const host = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });

try {
  const [line] = await once(createInterface({ input: host.stdout }), "line");
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } });
    await page.goto(line.replace("Vitrine is ready at ", ""));
    await run(page, "open_basket");
    const view = page.frameLocator("[data-view] iframe").frameLocator("iframe");
    await view.getByRole("button", { name: /^Add Sencha/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Allow for this session" }).click();
    await view.getByRole("button", { name: /^Add Long/ }).click();
    await view.getByRole("button", { name: /^Pay/ }).waitFor();
    mkdirSync(images, { recursive: true });
    await page.screenshot({
      path: join(images, colorScheme === "light" ? "workbench.png" : "workbench-dark.png"),
    });
    await page.close();
  }
  await browser.close();
} finally {
  host.kill();
  await once(host, "exit");
  rmSync(data, { recursive: true, force: true });
}

async function run(page, tool) {
  await page.locator(`button[data-tool="${tool}"]`).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
}
