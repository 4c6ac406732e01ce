// Makes the pictures of docs/walk: `npm run screenshot`, after `npm run build`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";
import { startChangingShop } from "./changing-shop.mjs";
import { chromiumPath } from "./chromium.mjs";
import { root } from "./run.mjs";
import { smallPng } from "./small-png.mjs";

const walk = join(root, "docs/walk");
const data = mkdtempSync(join(tmpdir(), "vitrine-walk-"));
const config = join(data, "mcp.json");
writeFileSync(config, JSON.stringify({ mcpServers: {} }));
const main = join(root, "apps/host/dist/server/main.js");
const args = [main, "--config", config, "--port", "0", "--sandbox-port", "0", "--data", data, "--no-open"];
const host = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
const shop = await startChangingShop();

try {
  const [line] = await once(createInterface({ input: host.stdout }), "line");
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1200, height: 750 } });
  mkdirSync(walk, { recursive: true });
  const dialog = page.getByRole("dialog");
  const row = page.locator('nav [data-template="ui://shop/basket.html"]');
  const card = page.locator("[data-view]").first();
  const picture = async (name) => {
    await page.mouse.move(0, 0);
    const png = await page.screenshot({ animations: "disabled" });
    writeFileSync(join(walk, `${name}.png`), smallPng(png));
  };
  const scrollTo = (name) =>
    dialog.getByRole("heading", { name, exact: true }).evaluate((heading) => heading.scrollIntoView());

  await page.goto(line.replace("Vitrine is ready at ", ""));
  await page.getByRole("button", { name: "Add server" }).first().click();
  await dialog.getByLabel("URL").fill(shop.url);
  await dialog.getByLabel(/Name/).fill("tea-shop");
  await dialog.getByRole("button", { name: "Add server" }).click();
  await dialog.getByRole("button", { name: "Add it anyway" }).waitFor();
  await picture("1-add");
  await dialog.getByRole("button", { name: "Add it anyway" }).click();

  await page.locator('button[data-tool="open_basket"]').click();
  await row.getByRole("button", { name: "Approve" }).waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await card.getByRole("button", { name: "Approve" }).and(page.locator(":enabled")).waitFor();
  await card.getByText("Calling…").waitFor({ state: "hidden" });
  await picture("2-waiting");

  await card.getByRole("button", { name: "Review" }).click();
  await dialog.getByTitle("Inert preview of the template").or(dialog.getByText("it draws itself")).waitFor();
  await ready(dialog.getByRole("button", { name: "Block" }));
  await dialog.getByText("unused-origin").click();
  await picture("3-review");
  await scrollTo("Source");
  await picture("4-source");
  await ready(dialog.getByRole("button", { name: "Approve" }));
  await dialog.getByRole("button", { name: "Approve" }).click();

  const view = card.frameLocator("iframe").frameLocator("iframe");
  await view.getByRole("button", { name: /^Add Sencha/ }).click();
  await ready(dialog.getByRole("button", { name: "Allow once" }));
  await picture("5-consent");
  await dialog.getByRole("button", { name: "Allow once" }).click();
  await view.getByRole("button", { name: /^Pay/ }).waitFor();
  await card.locator(".view-details > summary").press("Enter");
  await card.getByText(/Approved by/).waitFor();
  await card.getByText(/Approved by/).scrollIntoViewIfNeeded();
  await picture("6-running");

  const record = page.getByRole("complementary", { name: "Record" });
  await record.getByRole("button", { name: "Verify" }).click();
  await record
    .getByRole("button", { name: /^add_item/ })
    .first()
    .click();
  await picture("7-record");

  shop.change();
  await page.reload();
  await row.getByRole("button", { name: "Review" }).click();
  await dialog.getByRole("heading", { name: "What changed since its approval" }).waitFor();
  await dialog.getByText("Domains", { exact: true }).waitFor();
  await scrollTo("What changed since its approval");
  await picture("8-changed");
  await page.emulateMedia({ colorScheme: "dark" });
  await scrollTo("What it is");
  await picture("9-changed-dark");
  await browser.close();
} finally {
  host.kill();
  await Promise.all([once(host, "exit"), shop.close()]);
  rmSync(data, { recursive: true, force: true });
}

/** Answers do not count in a dialog's first moments. */
async function ready(button) {
  await button.and(button.page().locator(':not([aria-disabled="true"])')).waitFor();
}
