import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const CALLS = testView(
  `document.querySelector("#call").onclick = async () => {
     show("asking");
     await request("tools/call", { name: "add_item", arguments: { sku: "sencha" } })
       .then((result) => show(result.content[0].text), (error) => show("refused: " + error.code + " " + error.data.reason));
   };
   show("ready");`,
  { body: '<button id="call">Call</button>' },
);

const TOOLS = [
  { name: "show", html: CALLS, annotations: { readOnlyHint: true } },
  { name: "add_item", run: () => ({ content: [{ type: "text" as const, text: "1 item" }] }) },
];

test.describe("A View asks for a tool that changes something", () => {
  test.beforeEach(async ({ workbench, startHost, startServer }) => {
    const server = await startServer(TOOLS);
    const host = await startHost({ mcpServers: { shop: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
  });

  test("runs it after the person says yes, and records question, answer and result", async ({
    workbench,
  }) => {
    await expect(workbench.dialog).toContainText("sencha");
    await workbench.answer("Allow once");
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    await expect(workbench).toHaveRecorded([
      "person show: allow by policy, ok",
      "view add_item: allow by person, ok",
    ]);
  });

  test("does not run it after the person says no, and tells the View why", async ({ workbench }) => {
    await workbench.answer("Deny");
    await expect(workbench.view("show").getByRole("status")).toContainText("refused: -32000");
    await expect(workbench).toHaveRecorded(["view add_item: deny by person, denied"]);
  });

  test("takes Escape for no", async ({ workbench }) => {
    await expect(workbench.dialog).toBeVisible();
    await workbench.page.keyboard.press("Escape");
    await expect(workbench).toHaveRecorded(["view add_item: deny by person, denied"]);
  });

  test("asks no more in this View once the person allowed it for the session", async ({ workbench }) => {
    await workbench.answer("Allow for this session");
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench).toHaveRecorded([
      "view add_item: allow by person, ok",
      "view add_item: allow by session, ok",
    ]);
  });
});

test("A question is withdrawn when the View that asked is closed", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const html = testView(`
    request("tools/call", { name: "add_item", arguments: {} });
    setTimeout(() => notify("ui/notifications/request-teardown", {}), 1000);`);
  const server = await startServer([{ name: "show", html }, { name: "add_item" }]);
  const host = await startHost({ mcpServers: { shop: { url: server.url } } });
  await workbench.open(host.url);
  await workbench.run("shop", "show");
  await expect(workbench.dialog).toBeVisible();
  await expect(workbench.dialog).toBeHidden();
  await expect(workbench).toHaveRecorded([
    "view add_item: deny by host, cancelled",
    "view ui/request-teardown: allow by policy, ok",
  ]);
  expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
});

test.describe("Policy rules of the config", () => {
  const start = [{ name: "show", html: CALLS }, TOOLS[1]!];

  test("refuse without a question", async ({ workbench, startHost, startServer }) => {
    const server = await startServer(start);
    const policy = [{ server: "shop", tool: "add_*", actor: "view", verdict: "deny" }];
    const host = await startHost({ mcpServers: { shop: { url: server.url } }, vitrine: { policy } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench.view("show").getByRole("status")).toContainText("rule 1");
    expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
    await expect(workbench).toHaveRecorded(["view add_item: deny by policy, refused"]);
  });

  test("allow without a question", async ({ workbench, startHost, startServer }) => {
    const server = await startServer(start);
    const policy = [{ tool: "add_item", verdict: "allow" }];
    const host = await startHost({ mcpServers: { shop: { url: server.url } }, vitrine: { policy } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    expect(server.calls.map(({ tool }) => tool)).toEqual(["show", "add_item"]);
  });
});
