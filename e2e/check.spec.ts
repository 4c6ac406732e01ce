import { runCheck, type CheckRun } from "./fixtures/check.ts";
import { officialServer } from "./fixtures/official-server.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

/** Findings of an app as lines. Notes and what concerns the template's title are left out. */
function lines({ apps }: CheckRun, tool: string): readonly string[] {
  const findings = apps.get(tool)?.findings ?? [];
  return findings
    .filter(({ level }) => level !== "info")
    .map(({ level, kind, sentence, mend }) => `${level} ${kind}: ${sentence}${mend ? ` → ${mend}` : ""}`);
}

test("An app that is fine passes, in each of its surroundings", async ({ startServer }) => {
  test.setTimeout(120_000);
  const server = await startServer([
    {
      name: "is_fine",
      inputSchema: { type: "object", properties: { tea: { type: "string", default: "sencha" } } },
      html: testView(`on("ui/notifications/tool-result", (result) => show(result.content[0].text));
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
  const noBrowser = await runCheck(["--browser", "nowhere", "http://127.0.0.1:9/mcp"]);
  expect(noBrowser).toMatchObject({ code: 2, page: "" });
  expect(noBrowser.output).toMatch(/--browser names .*nowhere, which does not exist/);
});
