import findings from "./official-findings.json" with { type: "json" };
import { grant } from "./fixtures/grant.ts";
import { overStdio } from "./fixtures/official-server.ts";
import { expect, test } from "./fixtures/test.ts";

/** The official example apps that need no internet: their tool, and what is on screen once it has its result. */
const APPS = [
  { name: "basic-react", tool: "get-time", http: true, shows: /Server Time/i },
  { name: "basic-vanillajs", tool: "get-time", http: false, shows: /Server Time/i },
  { name: "basic-preact", tool: "get-time", http: false, shows: /Server Time/i },
  { name: "basic-solid", tool: "get-time", http: true, shows: /Server Time/i },
  { name: "basic-svelte", tool: "get-time", http: false, shows: /Server Time/i },
  { name: "basic-vue", tool: "get-time", http: false, shows: /Server Time/i },
  { name: "budget-allocator", tool: "get-budget-data", http: true, shows: /Budget/i },
  { name: "cohort-heatmap", tool: "get-cohort-data", http: false, shows: /Cohort/i },
  { name: "customer-segmentation", tool: "get-customer-data", http: true, shows: /Segment/i },
  { name: "scenario-modeler", tool: "get-scenario-data", http: false, shows: /Scenario/i },
  { name: "debug", tool: "debug-tool", http: true, shows: /Debug/i },
  { name: "system-monitor", tool: "get-system-info", http: false, shows: /CPU|Memory/i },
  { name: "shadertoy", tool: "render-shadertoy", http: false, shows: undefined },
  { name: "sheet-music", tool: "play-sheet-music", http: true, shows: undefined },
  { name: "transcript", tool: "transcribe", http: false, shows: /Your speech/i },
  { name: "threejs", tool: "show_threejs_scene", http: false, shows: undefined },
] as const;

/** Those that can be connected but not shown without the internet. */
const OTHERS = ["map", "pdf", "video-resource", "wiki-explorer"] as const;

test(
  "Twenty official servers, over stdio and HTTP, connect at once while the page stays live, and their apps run",
  { tag: "@long" },
  async ({ workbench, startHost, startOfficial }) => {
    test.setTimeout(180_000);
    const mcpServers: Record<string, object> = {};
    for (const { name, http } of APPS)
      mcpServers[name] = http ? { url: await startOfficial(name) } : overStdio(name);
    for (const name of OTHERS) mcpServers[name] = overStdio(name);
    const host = await startHost({
      mcpServers,
      // These servers annotate nothing; what their Views call is allowed here so that no question stands in between.
      vitrine: { policy: [{ action: "tools/call", verdict: "allow" }] },
    });
    await workbench.open(host.url);
    const { page } = workbench;

    await test.step("The search answers while twenty servers connect", async () => {
      await page.getByRole("searchbox", { name: "Find a tool" }).fill("get-time");
      await expect(workbench.tool("basic-react", "get-time")).toBeVisible({ timeout: 30_000 });
      await page.getByRole("searchbox", { name: "Find a tool" }).fill("");
    });
    await test.step("One of them evaluates code, which a person has to grant", async () => {
      await expect(async () =>
        grant(workbench, host.url, { server: "threejs" }, { unsafeEval: true }),
      ).toPass();
      await workbench.open(host.url);
    });
    for (const { name, tool, shows } of APPS) {
      await test.step(name, async () => {
        await expect(workbench.tool(name, tool)).toBeVisible({ timeout: 30_000 });
        await workbench.run(name, tool);
        const card = page.locator(`[data-view][data-server="${name}"]`).first();
        await expect(card).toHaveAttribute("data-phase", "ready", { timeout: 30_000 });
        const body = card.frameLocator("iframe").frameLocator("iframe").locator("body");
        await expect(body).toContainText(shows ?? "");
        await card.getByRole("button", { name: "Close" }).click();
        await expect(card).toHaveCount(0);
      });
    }
    const record = await workbench.record();
    const connected = record.flatMap((entry) => (entry.kind === "server.connected" ? [entry.server] : []));
    expect(new Set(connected).size).toBe(APPS.length + OTHERS.length);
    await test.step("Reviews find what is known of them, and nothing else", () => {
      const found = record.flatMap((entry) =>
        entry.kind === "template.reviewed" ? [[`${entry.server} ${entry.uri}`, entry.findings] as const] : [],
      );
      expect(Object.fromEntries(found)).toEqual(findings);
    });
    await test.step("Only the one that evaluates code needed a person's approval, and each has one template", () => {
      const approvals = record.flatMap((entry) =>
        entry.kind === "template.approved" || entry.kind === "template.blocked" ? [entry] : [],
      );
      expect(approvals.filter(({ kind, by }) => kind === "template.blocked" || by !== "policy")).toEqual([]);
      const approved = approvals.map(({ server }) => server);
      const names = Object.keys(mcpServers).filter((name) => name !== "threejs");
      expect(approved.toSorted()).toEqual(names.toSorted());
    });
    const viewCalls = record.flatMap((entry) =>
      entry.kind === "action.requested" && entry.actor === "view" ? (entry.tool ?? entry.method) : [],
    );
    expect(viewCalls).toEqual(
      expect.arrayContaining(["get-cohort-data", "get-customer-data", "poll-system-stats"]),
    );
  },
);

test("The official app that evaluates code shows its scene once a person grants eval to this version", async ({
  workbench,
  startHost,
}) => {
  const host = await startHost({ mcpServers: { three: overStdio("threejs") } });
  const notes = workbench
    .card("show_threejs_scene")

    .getByText(/unsafe-eval/);
  await workbench.open(host.url);
  await expect(workbench.tool("three", "show_threejs_scene")).toBeVisible();
  await expect(async () => grant(workbench, host.url, { server: "three" }, {})).toPass();
  await workbench.open(host.url);
  await workbench.run("three", "show_threejs_scene");
  await expect(workbench.card("show_threejs_scene")).toHaveAttribute("data-phase", "ready");
  await expect(notes.first()).toBeAttached();

  await grant(workbench, host.url, { server: "three" }, { unsafeEval: true });
  await workbench.open(host.url);
  await workbench.run("three", "show_threejs_scene");
  await expect(workbench.view("show_threejs_scene").locator("canvas")).toBeVisible();
  await expect(notes).toHaveCount(0);
  const opened = (await workbench.record()).filter(({ kind }) => kind === "view.opened");
  expect(opened.map((entry) => entry.kind === "view.opened" && entry.csp.includes("'unsafe-eval'"))).toEqual([
    false,
    true,
  ]);
});

test("A View of an official app calls its server's tool by a click, through the gate", async ({
  workbench,
  startHost,
}) => {
  const host = await startHost({ mcpServers: { time: overStdio("basic-react") } });
  await workbench.open(host.url);
  await workbench.run("time", "get-time");
  await workbench
    .view("get-time")
    .getByRole("button", { name: /Get Server Time/i })
    .click();
  await workbench.answer("Allow once");
  await expect(workbench).toHaveRecorded([
    "person get-time: allow by policy, ok",
    "view get-time: allow by person, ok",
  ]);
});

test("The largest official app is reviewed in a worker: the page loads none of the review's parsers", async ({
  workbench,
  startHost,
}) => {
  const host = await startHost({ mcpServers: { pdf: overStdio("pdf") } });
  const { page } = workbench;
  const scripts: string[] = [];
  page.on("request", (request) => void scripts.push(new URL(request.url()).pathname));
  const started = page.waitForEvent("worker", (worker) => worker.url().includes("review-worker"));
  await workbench.open(host.url);
  await started;
  await expect
    .poll(async () => (await workbench.record()).map(({ kind }) => kind))
    .toContain("template.reviewed");
  expect(scripts.filter((path) => path.includes("review-template"))).toEqual([]);
});

test("The review finds nothing in the templates of the demo server", async ({ workbench, startHost }) => {
  const host = await startHost();
  await workbench.open(host.url);
  await expect
    .poll(async () =>
      (await workbench.record()).flatMap((entry) =>
        entry.kind === "template.reviewed" ? [`${entry.uri}: ${entry.findings.join(" ")}`] : [],
      ),
    )
    .toEqual(expect.arrayContaining(["ui://shop/basket.html: ", "ui://shop/tea-card.html: "]));
});
