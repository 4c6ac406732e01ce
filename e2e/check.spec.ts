import { runCheck, type CheckRun } from "./fixtures/check.ts";
import type { TestTool } from "./fixtures/mcp-server.ts";
import { officialServer } from "./fixtures/official-server.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

/** Markup that a server hopes to get into a report. */
const HOSTILE = `<img src="x" onerror="document.title = 'taken'">`;

/** An app for each thing that can be wrong, and how it is told. */
const BAD: readonly (TestTool & { readonly told: string })[] = [
  {
    name: "fetches",
    html: testView(`show("hello"); fetch("https://api.example.com/v1").catch(() => {});`),
    told: 'error csp: connect-src stopped https://api.example.com/v1. → Declare _meta.ui.csp.connectDomains: ["https://api.example.com"]',
  },
  {
    name: "shows_picture",
    html: testView(`show("hello");`, { body: `<img alt="" src="https://img.example.com/a.png">` }),
    told: 'error csp: img-src stopped https://img.example.com/a.png. → Declare _meta.ui.csp.resourceDomains: ["https://img.example.com"]',
  },
  {
    name: "fetches_data",
    html: testView(`show("hello"); fetch("data:text/plain,tea").catch(() => {});`),
    told: "error csp: connect-src stopped data. → No declaration can allow this: the View has what is in a data: address already; read it without fetch",
  },
  {
    name: "loads_file",
    html: testView(`show("hello");`, { body: `<img alt="" src="/logo.png">` }),
    told: "error not-loaded: /logo.png was not there (HTTP 404). → A View has no files beside its template: put it into the HTML, or declare where it is and write the whole address",
  },
  {
    name: "evaluates",
    html: testView(`show(String(new Function("a", "return a + 1")(1)));`),
    told: "error review: eval: It runs text as code (Function), which works only where that is granted. → Until a person approves it, no View of this template is opened; see docs/review-rules.md",
  },
  {
    name: "throws",
    html: testView(`show("hello"); setTimeout(() => { throw new Error(${JSON.stringify(HOSTILE)}); });`),
    told: `error uncaught: Not caught: Uncaught Error: ${HOSTILE}`,
  },
  {
    name: "hides_its_error",
    html: testView(
      `show("hello"); Object.prototype.toJSON = () => 1; JSON.stringify = String; String.prototype.slice = () => "";
       setTimeout(() => { throw new Error("hidden"); });`,
    ),
    told: "error uncaught: Not caught: Uncaught Error: hidden",
  },
  {
    name: "complains",
    html: testView(`show("hello"); console.error("the basket is", "gone");`),
    told: "warning console: Written to the console: the basket is gone",
  },
  {
    name: "is_refused",
    html: testView(
      `show("hello"); request("tools/call", { name: "for_model", arguments: {} }).catch(() => {});`,
    ),
    told: 'error refused: tools/call for_model was refused: "for_model" is not offered to Views (visibility). → A View calls tools of its own server that are visible to apps, with arguments that fit',
  },
  {
    name: "is_wide",
    html: testView(`show("hello");`, { body: `<div id="wide" style="width: 720px">wide</div>` }),
    told: 'warning overflow: It is 728 px wide in a frame of 390 px, up to the end of <div id="wide" style="width: 720px">. → Let it wrap or shrink, or give what is wide a scroller of its own',
  },
  {
    name: "has_barrier",
    html: testView(`show("hello");`, { body: `<button id="add"></button>` }),
    told: "warning accessibility: Buttons must have discernible text (button-name, critical): #add. → https://dequeuniversity.com/rules/axe/4.11/button-name",
  },
  {
    name: "is_blank",
    html: testView(``),
    told: "warning blank: It is ready and shows nothing. → Show what is known at once, and a sentence while the rest is loading",
  },
  {
    name: "wants_input",
    inputSchema: { type: "object", properties: { id: { pattern: "^[0-9]{4}$" } }, required: ["id"] },
    html: testView(`show("hello");`),
    told: `error no-input: The input made from its schema does not fit. The arguments do not fit the input schema of "wants_input" at /id: String does not match format "of the pattern ^[0-9]{4}$". → Give it: --args wants_input='{"name": "value"}'`,
  },
  {
    name: "fails",
    html: testView(`show("hello");`),
    run: () => ({ isError: true, content: [{ type: "text", text: "no such basket" }] }),
    told: "warning tool-error: The tool answered with an error: no such basket → Its input was made from its schema; a better one: --args fails='{…}'",
  },
  {
    name: "keeps_silent",
    html: testView("", { initialize: false, body: "<p>hello</p>" }),
    told: 'error not-ready: The View sent no "ui/initialize" within 10 s. It must call App.connect() when it loads.',
  },
];

/** Findings of an app as lines. Notes and what concerns the template's title are left out. */
function lines({ apps }: CheckRun, tool: string): readonly string[] {
  const findings = apps.get(tool)?.findings ?? [];
  return findings
    .filter(({ level }) => level !== "info")
    .map(({ level, kind, sentence, mend }) => `${level} ${kind}: ${sentence}${mend ? ` → ${mend}` : ""}`);
}

test("Each kind of fault is named with its mend, in a report that holds no markup of the server", async ({
  page,
  startServer,
}) => {
  test.setTimeout(480_000);
  const server = await startServer([...BAD, { name: "for_model", visibility: ["model"] }]);
  const run = await runCheck([server.url]);
  expect(run.code, run.output).toBe(1);
  for (const { name, told } of BAD) {
    expect.soft(lines(run, name), name).toContain(told);
  }
  expect(run.output).toMatch(/✗ \S+ throws: ready in \d+ to \d+ ms, 1 error/);

  await test.step("The report", async () => {
    const requests: string[] = [];
    page.on("request", (request) => void requests.push(request.url()));
    await page.setViewportSize({ width: 390, height: 800 });
    await page.setContent(run.page);
    await expect(page.getByText(`Not caught: Uncaught Error: ${HOSTILE}`)).toBeVisible();
    const pictures = await page
      .locator("img")
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 0));
    expect(pictures.length).toBeGreaterThan(40);
    expect(pictures).not.toContain(false);
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([]);
    expect(await page.locator("script").count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test("An app that is fine passes, in each of its surroundings", async ({ startServer }) => {
  test.setTimeout(120_000);
  const server = await startServer([
    {
      name: "is_fine",
      inputSchema: { type: "object", properties: { tea: { type: "string", default: "sencha" } } },
      html: testView(`dispatchEvent(new Event("error"));
        on("ui/notifications/tool-result", (result) => show(result.content[0].text));
        const { theme, containerDimensions } = host.hostContext;
        const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        await request("tools/call", { name: "tell", arguments: { theme, scheme, width: innerWidth } });`),
    },
    { name: "tell" },
  ]);
  const run = await runCheck([server.url]);
  expect(run.code, run.output).toBe(0);
  const app = run.apps.get("is_fine");
  expect(app?.findings).toEqual([]);
  const surroundings = (theme: string, width: number): object => ({
    surroundings: `${theme}, ${width} px`,
    start: { ready: true },
    actions: [
      { subject: "tell", arguments: { theme, scheme: theme, width }, answer: "allow", outcome: "ok" },
    ],
  });
  expect(app?.views).toMatchObject([
    surroundings("light", 1280),
    surroundings("dark", 1280),
    surroundings("light", 390),
    surroundings("dark", 390),
  ]);
  expect(server.calls.filter(({ tool }) => tool === "is_fine")[0]?.arguments).toEqual({ tea: "sencha" });
});

test("A server is given as a command; what may fail the check can be chosen", async () => {
  test.setTimeout(120_000);
  const args = ["--fail-on", "warning", "--", process.execPath, officialServer("basic-vanillajs"), "--stdio"];
  const run = await runCheck(args);
  expect(run.code, run.output).toBe(1);
  expect(lines(run, "get-time")).toEqual([
    "warning accessibility: Form elements must have labels (label, critical): #message-text, #log-text, #link-url. → https://dequeuniversity.com/rules/axe/4.11/label",
  ]);
});

test("What cannot be checked is told in a sentence, and is no finding", async () => {
  const away = await runCheck(["http://127.0.0.1:9/mcp"]);
  expect(away.code, away.output).toBe(2);
  expect(away.output).toMatch(/^http:\/\/127\.0\.0\.1:9\/mcp: .*127\.0\.0\.1:9/m);
  const unknown = await runCheck([
    "--tool",
    "get-tme",
    "--",
    process.execPath,
    officialServer("basic-vanillajs"),
    "--stdio",
  ]);
  expect(unknown.code, unknown.output).toBe(2);
  expect(unknown.output).toContain(
    "--tool names get-tme, and no tool of that name has a UI: did you mean get-time?",
  );
  const noBrowser = await runCheck(["--browser", "nowhere", "http://127.0.0.1:9/mcp"]);
  expect(noBrowser).toMatchObject({ code: 2, page: "" });
  expect(noBrowser.output).toMatch(/--browser names .*nowhere, which does not exist/);
});
