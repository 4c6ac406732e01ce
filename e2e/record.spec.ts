import { execFileSync } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifyAuditLog } from "@vitrine/bridge";
import { vitrine, type CommandResult } from "./fixtures/host.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";
import { actionsOf } from "./fixtures/workbench.ts";

const html = testView(
  `const call = (name) => request("tools/call", { name, arguments: {} }).then(() => show(name + " ok"), ({ code }) => show(name + " " + code));
   for (const button of document.querySelectorAll("button")) button.onclick = () => call(button.textContent);
   show("ready");`,
  {
    body: ["allowed", "asked", "hidden", "failing", "slow"]
      .map((name) => `<button>${name}</button>`)
      .join(""),
  },
);

test("A run with every kind of outcome leaves a record that verifies, each action once", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const server = await startServer([
    { name: "show", html },
    { name: "allowed" },
    { name: "asked" },
    { name: "hidden", visibility: ["model"] },
    {
      name: "failing",
      run: () => {
        throw new Error("out of tea");
      },
    },
    {
      name: "slow",
      run: (_args, { mcpReq }) =>
        new Promise((resolve) => mcpReq.signal.addEventListener("abort", () => resolve({ content: [] }))),
    },
  ]);
  const policy = ["allowed", "hidden", "failing", "slow"].map((tool) => ({ tool, verdict: "allow" }));
  const host = await startHost({ mcpServers: { test: { url: server.url } }, vitrine: { policy } });
  await workbench.open(host.url);
  await workbench.run("test", "show");
  const view = workbench.view("show");
  const status = view.getByRole("status");
  const press = (name: string): Promise<void> => view.getByRole("button", { name }).click();

  await press("allowed");
  await expect(status).toHaveText("allowed ok");
  await press("asked");
  await workbench.answer("Allow once");
  await expect(status).toHaveText("asked ok");
  await press("asked");
  await workbench.answer("Deny");
  await expect(status).toHaveText("asked -32000");
  await press("hidden");
  await expect(status).toHaveText("hidden -32000");
  await press("failing");
  await expect(status).toHaveText("failing ok");
  await press("slow");
  await expect.poll(() => server.calls.length).toBe(5);
  await workbench.card("show").getByRole("button", { name: "Close" }).click();
  await expect(workbench.card("show")).toHaveCount(0);
  await server.close();
  await workbench.run("test", "allowed");

  await expect(workbench).toHaveRecorded([
    "person show: allow by policy, ok",
    "view allowed: allow by policy, ok",
    "view asked: allow by person, ok",
    "view asked: deny by person, denied",
    "view hidden: deny by spec, refused",
    "view failing: allow by policy, tool-error",
    "view slow: allow by policy, cancelled",
    "person allowed: allow by policy, failed",
  ]);

  await workbench.page.getByRole("button", { name: "Verify" }).click();
  await expect(workbench.page.locator("[data-verified]")).toContainText(/intact|verifies|verified/i);
  expect(await verifyAuditLog(await workbench.export(), { sealed: true })).toMatchObject({ ok: true });
  expect(actionsOf(await workbench.record())).toHaveLength(8);
});

/** What somebody might do to an exported record, by its lines; and what is said of it. */
const TAMPERING: readonly (readonly [string, (lines: readonly string[], at: number) => string[], RegExp])[] =
  [
    [
      "edited",
      (lines, at) => lines.with(at, (lines[at] ?? "").replace('"outcome":"ok"', '"outcome":"oK"')),
      /^Broken at entry AT of chain .+ \(line LINE\): the entry was changed/,
    ],
    [
      "deleted",
      (lines, at) => lines.toSpliced(at, 1),
      /^Broken at entry NEXT .+: entry AT is missing before/,
    ],
    [
      "moved",
      (lines, at) => lines.with(at, lines[at + 1] ?? "").with(at + 1, lines[at] ?? ""),
      /^Broken at entry NEXT .+ \(line LINE\): entry AT is missing before/,
    ],
    [
      "truncated",
      (lines, at) => lines.slice(0, at),
      /^Broken at entry AT of chain .+ \(line LINE\): the log was cut off here/,
    ],
    [
      "hidden",
      (lines, at) => {
        const { chain, digest, seq } = JSON.parse(lines[at] ?? "") as Record<string, unknown>;
        return lines.with(at, JSON.stringify({ chain, digest, kind: "omitted", seq, v: 1 }));
      },
      /^Broken at entry \d+ .+: the export was made with 0 entries left out/,
    ],
  ];

test("What is done to an exported record is found on the command line, and the entry is named", async ({
  workbench,
  shop,
}, info) => {
  const key = info.outputPath("vitrine.key");
  await writeFile(key, (await vitrine("audit", "key", "--data", shop.data)).output);
  await workbench.open(shop.url);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench).toHaveRecorded(["person list_teas: allow by policy, ok"]);
  const lines = (await workbench.export()).trimEnd().split("\n");
  const at = lines.findLastIndex((line) => line.includes('"outcome":"ok"'));
  const { seq } = JSON.parse(lines[at] ?? "") as { readonly seq: number };

  const verify = async (name: string, written: readonly string[]): Promise<CommandResult> => {
    const file = info.outputPath(`${name}.ndjson`);
    await writeFile(file, written.map((line) => `${line}\n`).join(""));
    return vitrine("audit", "verify", file, "--key", key);
  };
  expect(await verify("untouched", lines)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Verified: /),
  });
  for (const [name, tamper, words] of TAMPERING) {
    const expected = words.source
      .replaceAll("AT", `${seq}`)
      .replaceAll("NEXT", `${seq + 1}`)
      .replaceAll("LINE", `${at + 1}`);
    expect(await verify(name, tamper(lines, at))).toMatchObject({
      code: 1,
      output: expect.stringMatching(new RegExp(expected)),
    });
  }
});

test("A record that another key has signed does not pass for this one's", async ({ startHost }, info) => {
  const [one, other] = [await startHost(), await startHost()];
  const file = info.outputPath("other.ndjson");
  expect(await vitrine("audit", "export", "--data", other.data, "--out", file)).toMatchObject({ code: 0 });
  const { output } = await vitrine("audit", "key", "--data", one.data);
  expect(await vitrine("audit", "verify", file)).toMatchObject({ code: 0 });
  expect(await vitrine("audit", "verify", file, "--key", output.split("\n")[0] ?? "")).toMatchObject({
    code: 1,
    output: expect.stringContaining("signed with another key"),
  });
});

test("A filtered export verifies, holds what was asked for, and says what it leaves out", async ({
  workbench,
  shop,
}, info) => {
  await workbench.open(shop.url);
  await workbench.run("shop", "list_teas", {});
  await workbench.run("shop", "open_basket", {});
  await expect(workbench).toHaveRecorded([
    "person list_teas: allow by policy, ok",
    "person open_basket: allow by policy, ok",
  ]);
  const filters = workbench.page.getByRole("group", { name: "Filter the record" });
  await filters.getByLabel("Tool").selectOption("list_teas");
  await expect(workbench.page.getByText("Export gives what matches tool;")).toBeVisible();
  const log = await workbench.export();
  expect(log).toContain('"tool":"list_teas"');
  expect(log).not.toContain("open_basket");
  const file = info.outputPath("filtered.ndjson");
  await writeFile(file, log);
  expect(await vitrine("audit", "verify", file)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/\d+ left out by the filter \{"tool":"list_teas"\}/),
  });
});

test("Pages share one record, and each shows live what the others do", async ({
  workbench,
  shop,
  context,
}) => {
  await workbench.open(shop.url);
  const second = await context.newPage();
  await second.goto(shop.url);
  await expect(second.locator('[data-tool="list_teas"]')).toBeVisible();
  const rows = second.locator('[data-entry="action"][data-outcome="ok"]').filter({ hasText: "list_teas" });
  const before = await rows.count();
  await workbench.run("shop", "list_teas", {});
  await expect(rows).toHaveCount(before + 1);
  expect(new Set((await workbench.record()).map(({ chain }) => chain)).size).toBe(1);
});

test("While its database is gone nothing is done, and it goes on where it was once it is back", async ({
  workbench,
  startHost,
}) => {
  const host = await startHost();
  await workbench.open(host.url);
  await workbench.run("shop", "open_basket", {});
  await expect(workbench).toHaveRecorded(["person open_basket: allow by policy, ok"]);
  const file = join(host.data, "record.db");
  const away = `${file}.away`;
  await rename(file, away);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench.page.locator("[data-result], [data-reason]").first()).toContainText(
    "record.db is gone",
  );
  // What lets nothing happen waits for the record meanwhile.
  await workbench.card("open_basket").getByRole("button", { name: "Close" }).click();

  await rename(away, file);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench).toHaveRecorded([
    "person open_basket: allow by policy, ok",
    "person list_teas: allow by policy, ok",
  ]);
  await expect
    .poll(async () => (await workbench.record()).some(({ kind }) => kind === "view.closed"))
    .toBe(true);
  expect(await vitrine("audit", "verify", "--data", host.data)).toMatchObject({ code: 0 });
});

test("While its disk takes nothing more nothing is done, and it goes on without a restart", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const server = await startServer([{ name: "pay" }]);
  const policy = [{ tool: "pay", verdict: "allow" }];
  const host = await startHost({ mcpServers: { test: { url: server.url } }, vitrine: { policy } });
  const limit = (size: string): Buffer =>
    execFileSync("prlimit", [`--pid=${host.process.pid}`, `--fsize=${size}:unlimited`]);
  await workbench.open(host.url);
  await expect(workbench.tool("test", "pay")).toBeVisible();
  limit("0");
  await workbench.run("test", "pay", {});
  await expect(workbench.page.locator("[data-result], [data-reason]").first()).toContainText("cannot be");
  expect(server.calls).toEqual([]);
  limit("unlimited");
  await workbench.run("test", "pay", {});
  await expect(workbench).toHaveRecorded(["person pay: allow by policy, ok"]);
  expect(server.calls).toHaveLength(1);
});

test("A record whose host was killed verifies from its directory, without a host", async ({
  workbench,
  startHost,
}) => {
  const host = await startHost();
  await workbench.open(host.url);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench).toHaveRecorded(["person list_teas: allow by policy, ok"]);
  await workbench.page.close();
  await host.kill();
  expect(await vitrine("audit", "verify", "--data", host.data)).toMatchObject({ code: 0 });
});

test("The console says of each View what it may do", async ({ workbench, shop }) => {
  const said = workbench.page.waitForEvent("console", (message) => message.type() === "info");
  await workbench.open(shop.url);
  await workbench.run("shop", "open_basket", {});
  expect((await said).text()).toMatch(/^View .+ of shop \(open_basket\) at http.+: .*default-src 'none'/);
});
