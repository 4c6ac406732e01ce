import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

test.describe("A person adds a server by URL", () => {
  test("on this machine after one confirmation; its template waits for approval and its calls ask", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const html = testView(`request("tools/call", { name: "read", arguments: {} }).then(() => show("read"));`);
    const server = await startServer([
      { name: "show", html },
      { name: "read", annotations: { readOnlyHint: true } },
    ]);
    const host = await startHost({ mcpServers: {} });
    await workbench.open(host.url);
    const { page, dialog } = workbench;
    await page.getByRole("button", { name: "Add server" }).first().click();
    await dialog.getByLabel("URL").fill(server.url);
    await dialog.getByLabel(/^Name/).fill("added");
    await dialog.getByRole("button", { name: "Add server" }).click();
    await dialog.getByRole("button", { name: "Add it anyway" }).click();
    await workbench.run("added", "show");
    await workbench.card("show").getByRole("button", { name: "Approve" }).click();
    await workbench.answer("Allow once");
    await expect(workbench.view("show").getByRole("status")).toHaveText("read");
    await expect(workbench).toHaveRecorded([
      "person show: allow by policy, ok",
      "view read: allow by person, ok",
    ]);
  });

  for (const { what, url, reason } of [
    { what: "what is no URL", url: "not a url", reason: /not a URL/ },
    { what: "a file", url: "file:///etc/passwd", reason: /http/ },
    { what: "a private network", url: "http://192.168.1.1/mcp", reason: /config/i },
    { what: "a metadata service", url: "http://169.254.169.254/latest", reason: /no server may/ },
    {
      what: "a user name in the address",
      url: "http://me:secret@127.0.0.1/mcp",
      reason: /user name|password|credentials/i,
    },
  ]) {
    test(`and is told why not, when it is ${what}`, async ({ workbench, startHost }) => {
      const host = await startHost({ mcpServers: {} });
      await workbench.open(host.url);
      await workbench.page.getByRole("button", { name: "Add server" }).first().click();
      await workbench.dialog.getByLabel("URL").fill(url);
      await workbench.dialog.getByRole("button", { name: "Add server" }).click();
      await expect(workbench.dialog.getByRole("alert")).toContainText(reason);
    });
  }
});
