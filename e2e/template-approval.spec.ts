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
    // Until the server has answered, the version of before is the one that runs.
    await expect(workbench.page.getByRole("region", { name: "test", exact: true })).toContainText(/blocked/i);
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

test.describe("The reviewer's screen", () => {
  const HTML = testView('show("running");', {
    body: "<style>h1 { color: teal }</style><h1>Tea basket</h1><script src='https://cdn.example/a.js'></script>",
  });
  const LOCAL = "http://localhost:3000";

  test("shows what a template is, reaches and looks like before anything of it runs, and approves it", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const ui = { csp: { connectDomains: ["https://api.example"] }, permissions: { camera: {} } };
    const server = await startServer([{ name: "show", html: HTML, ui }]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await workbench.card("show").getByRole("button", { name: "Review" }).click();
    const { dialog } = workbench;
    await expect(dialog).toHaveAccessibleName("May ui://test/show.html of test run?");
    await expect(dialog.getByRole("region", { name: "What it is" })).toContainText(server.url);
    await expect(dialog.getByRole("region", { name: "What it may reach" })).toContainText(
      "https://api.example",
    );
    await expect(dialog.getByRole("region", { name: "What it may use" })).toContainText("camera");
    const preview = dialog.frameLocator('[title="Inert preview of the template"]');
    await expect(preview.getByRole("heading", { name: "Tea basket" })).toHaveCSS("color", "rgb(0, 128, 128)");
    await expect(dialog).toContainText(/Left out: .*<script>/);
    await expect(dialog.getByRole("region", { name: "Source" })).toContainText("<!doctype html>");
    await expect(workbench.card("show").locator("iframe")).toHaveCount(0);

    await dialog.getByRole("button", { name: "Approve" }).click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    await workbench.card("show").getByText("Details").click();
    await expect(workbench.card("show")).toContainText(/Approved by a person on/);
  });

  test("wants a word for each domain on this machine before it approves", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const ui = { csp: { connectDomains: ["https://api.example", LOCAL] } };
    const server = await startServer([{ name: "show", html: HTML, ui }]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    // The row cannot ask for it, so its button leads to the screen that does.
    await workbench.card("show").getByRole("button", { name: "Approve" }).click();
    const { dialog } = workbench;
    const approve = dialog.getByRole("button", { name: "Approve" });
    await expect(dialog.getByRole("button", { name: "Block" })).toBeEnabled();
    await expect(approve).toBeDisabled();
    await expect(approve).toHaveAccessibleDescription(/must be allowed explicitly/);
    await dialog.getByLabel(`Also allow ${LOCAL} on this machine or network`).check();
    await approve.click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    const approved = (await workbench.record()).find(({ kind }) => kind === "template.approved");
    expect(approved).toMatchObject({ by: "person", localDomains: [LOCAL] });
  });

  test("shows what changed since the approval", async ({ workbench, startHost, startServer }) => {
    const served = { html: HTML, ui: { csp: { connectDomains: ["https://api.example"] } } };
    const server = await startServer([{ name: "show", html: () => served.html, ui: () => served.ui }]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("running");
    served.html = HTML.replace("Tea basket", "Your bank");
    served.ui = { csp: { connectDomains: ["https://evil.example"] } };
    await workbench.page.reload();
    await workbench.run("test", "show");
    await workbench.card("show").getByRole("button", { name: "Review" }).click();
    const changes = workbench.dialog.getByRole("region", { name: "What changed since its approval" });
    await expect(changes).toContainText("New: + connectDomains https://evil.example");
    await expect(changes).toContainText("Gone: - connectDomains https://api.example");
    await expect(changes).toContainText("-Tea basket");
    await expect(changes).toContainText("+Your bank");
    await expect(workbench.dialog).toContainText(/Approved by the policy, on first use on/);
    await workbench.dialog.getByRole("button", { name: "Block" }).click();
    await expect(workbench.card("show").locator("[data-reason]")).toContainText("blocked");
  });

  test("says so when the server serves another version meanwhile, and judges only what it shows", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const served = { html: HTML };
    const server = await startServer([{ name: "show", html: () => served.html }]);
    const host = await startHost({
      mcpServers: { test: { url: server.url } },
      vitrine: { templates: "ask" },
    });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await workbench.card("show").getByRole("button", { name: "Review" }).click();
    const digest = workbench.dialog.getByRole("region", { name: "What it is" }).locator("code").last();
    const before = await digest.textContent();
    served.html = HTML.replace("Tea basket", "Your bank");
    server.notifyChanged();
    await expect(workbench.dialog.getByRole("alert")).toContainText("has replaced this template");
    await expect(digest).not.toHaveText(before ?? "");
    await workbench.dialog.getByRole("button", { name: "Approve" }).click();
    await expect(workbench.view("show").getByRole("heading")).toHaveText("Your bank");
  });
});
