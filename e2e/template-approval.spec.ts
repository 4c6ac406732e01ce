import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

test.describe("A template", () => {
  test("does not run before a person approves it where the config says ask", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const server = await startServer([{ name: "show", html: testView('show("running");') }]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    const card = workbench.card("show");
    await expect(card.getByRole("button", { name: "Approve" })).toBeVisible();
    await expect(card.locator("iframe")).toHaveCount(0);
    await card.getByRole("button", { name: "Approve" }).click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    const approved = (await workbench.record()).find(({ kind }) => kind === "template.approved");
    expect(approved).toMatchObject({ by: "person" });
  });

  test("that is blocked never runs, and the card says so", async ({ workbench, startHost, startServer }) => {
    const server = await startServer([{ name: "show", html: testView('show("running");') }]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await workbench.card("show").getByRole("button", { name: "Block" }).click();
    await expect(workbench.card("show").locator("[data-reason]")).toContainText("blocked");
    await expect(workbench.card("show").locator("iframe")).toHaveCount(0);
  });

  for (const { what, change } of [
    { what: "its HTML", change: { html: "changed", connectDomains: "https://a.example" } },
    { what: "a declared domain", change: { html: "first", connectDomains: "https://b.example" } },
  ]) {
    test(`that changed in ${what} since its approval waits for a new one`, async ({
      workbench,
      startHost,
      startServer,
    }) => {
      const served = { html: "first", connectDomains: "https://a.example" };
      const server = await startServer([
        {
          name: "show",
          html: () => testView(`show("${served.html}");`),
          ui: () => ({ csp: { connectDomains: [served.connectDomains] } }),
        },
      ]);
      const host = await startHost({ mcpServers: { test: { url: server.url } } });
      await workbench.open(host.url);
      await workbench.run("test", "show");
      await expect(workbench.view("show").getByRole("status")).toHaveText("first");

      Object.assign(served, change);
      await workbench.page.reload();
      await expect(workbench.page.getByRole("region", { name: "test" })).toContainText(/changed/i);
      await workbench.run("test", "show");
      const card = workbench.card("show");
      await expect(card.getByRole("button", { name: "Approve" })).toBeVisible();
      await expect(card.locator("iframe")).toHaveCount(0);
      await card.getByRole("button", { name: "Approve" }).click();
      await expect(workbench.view("show").getByRole("status")).toHaveText(change.html);
      const kinds = (await workbench.record()).map(({ kind }) => kind);
      expect(kinds).toContain("template.changed");
    });
  }

  test("that was approved needs no second approval after a restart", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const server = await startServer([{ name: "show", html: testView('show("running");') }]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await workbench.card("show").getByRole("button", { name: "Approve" }).click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    await host.restart();
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
  });

  test("whose digest was not approved gets no ticket, and so no place in the sandbox", async ({
    startHost,
    startServer,
  }) => {
    const server = await startServer([{ name: "show", html: testView("") }]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    const response = await fetch(new URL("/api/tickets", host.url), {
      method: "POST",
      headers: { authorization: "Bearer e2e-token", "content-type": "application/json" },
      body: JSON.stringify({
        identity: server.url,
        uri: "ui://test/show.html",
        digest: `sha256:${"0".repeat(64)}`,
      }),
    });
    expect(response.status).toBe(403);
  });
});
