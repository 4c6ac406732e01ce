import { grant } from "./fixtures/grant.ts";
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

  test("that declares a domain on this machine runs by no approval that does not name it", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const local = "http://localhost:9";
    const html = testView('show("running");');
    const ui = { csp: { connectDomains: [local] } };
    const server = await startServer([{ name: "show", html, ui }]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    const card = workbench.card("show");
    await expect(card.getByRole("button", { name: "Block" })).toBeVisible();
    await expect(card.locator("iframe")).toHaveCount(0);
    await expect(grant(workbench, host.url, { server: "test" }, {})).rejects.toThrow(local);
    await grant(workbench, host.url, { server: "test" }, { localDomains: [local] });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
  });

  test("that declares an origin which the config blocks never runs, though it was approved before", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const html = testView('show("running");');
    const ui = { csp: { connectDomains: ["https://api.evil.example"] } };
    const server = await startServer([{ name: "show", html, ui }]);
    const mcpServers = { test: { url: server.url } };
    const open = await startHost({ mcpServers });
    await workbench.open(open.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");

    const host = await startHost({ mcpServers, vitrine: { origins: { block: ["https://*.evil.example"] } } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.card("show").locator("[data-reason]")).toContainText(
      'this host blocks by the rule "https://*.evil.example"',
    );
    await expect(workbench.card("show").locator("iframe")).toHaveCount(0);
  });

  test("in the lock file runs where all else is blocked, and no other version does", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    let shown = "running";
    const server = await startServer([{ name: "show", html: () => testView(`show("${shown}");`) }]);
    const mcpServers = { test: { url: server.url } };
    await workbench.open((await startHost({ mcpServers })).url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    const reviewed = (await workbench.record()).flatMap((entry) =>
      entry.kind === "template.reviewed"
        ? [{ server: "test", uri: entry.uri, digest: entry.templateDigest, facts: entry.facts }]
        : [],
    );

    const vitrine = { templates: "block" };
    const host = await startHost({ mcpServers, vitrine, lock: { v: 1, templates: reviewed } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    const approved = (await workbench.record()).find(({ kind }) => kind === "template.approved");
    expect(approved).toMatchObject({ by: "lock" });

    shown = "changed";
    await workbench.page.reload();
    await workbench.run("test", "show");
    await expect(workbench.card("show").locator("[data-reason]")).toContainText("blocked");
    await expect(workbench.card("show").locator("iframe")).toHaveCount(0);
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
