import { verifyAuditLog } from "@vitrine/bridge";
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
  const log = await workbench.export();
  const verdict = await verifyAuditLog(log);
  expect(verdict).toMatchObject({ ok: true });
  expect(actionsOf(await workbench.record())).toHaveLength(8);
});

test("One flipped byte of an exported record is found at its entry", async ({ workbench, shop }) => {
  await workbench.open(shop.url);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench).toHaveRecorded(["person list_teas: allow by policy, ok"]);
  const lines = (await workbench.export()).trimEnd().split("\n");
  const index = lines.findIndex((line) => line.includes('"kind":"action.finished"'));
  const tampered = lines.map((line, at) =>
    at === index ? line.replace('"outcome":"ok"', '"outcome":"oK"') : line,
  );
  expect(await verifyAuditLog(`${lines.join("\n")}\n`)).toMatchObject({ ok: true });
  expect(await verifyAuditLog(`${tampered.join("\n")}\n`)).toMatchObject({
    ok: false,
    problem: { line: index + 1 },
  });
});

test("A second tab writes a chain of its own, and a reload goes on with the first", async ({
  workbench,
  shop,
  context,
}) => {
  await workbench.open(shop.url);
  await workbench.run("shop", "list_teas", {});
  await expect(workbench).toHaveRecorded(["person list_teas: allow by policy, ok"]);
  const second = await context.newPage();
  await second.goto(shop.url);
  await expect(second.locator('[data-tool="list_teas"]')).toBeVisible();
  await workbench.page.reload();
  await workbench.run("shop", "list_teas", {});
  await expect.poll(async () => new Set((await workbench.record()).map(({ chain }) => chain)).size).toBe(2);
  expect(await verifyAuditLog(await workbench.export())).toMatchObject({ ok: true });
});
