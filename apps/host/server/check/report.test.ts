import { describe, expect, test } from "vitest";
import { appWords } from "./check-words.ts";
import { judgeApp } from "./judgement.ts";
import type { AppObservation } from "./observation.ts";
import { reportJson } from "./report-json.ts";
import { type CheckResult, reportPage } from "./report-page.ts";
import { SURROUNDINGS } from "./surroundings.ts";

const HOSTILE = `"><script>alert(1)</script>\u202E\u001B[31m`;

const app: AppObservation = {
  server: HOSTILE,
  tool: HOSTILE,
  title: HOSTILE,
  templateUri: `ui://${HOSTILE}`,
  template: { digest: "sha256:0", size: 2048, csp: { connectDomains: ["https://a.example"] } },
  review: [{ rule: "storage", severity: "info", message: HOSTILE }],
  input: { ok: true, arguments: { [HOSTILE]: HOSTILE }, from: "schema" },
  views: SURROUNDINGS.map((surroundings, index) => ({
    surroundings,
    start: index === 0 ? { ready: true, ms: 120.4 } : { ready: false, reason: HOSTILE },
    call: { outcome: "error", text: HOSTILE },
    violations: [{ directive: "connect-src", blocked: "https://b.example/x", source: "" }],
    errors: [{ kind: "uncaught", text: HOSTILE }],
    failures: [],
    actions: [
      { method: "tools/call", subject: HOSTILE, arguments: HOSTILE, outcome: "failed", reason: HOSTILE },
    ],
    barriers: [{ rule: "label", impact: "critical", help: HOSTILE, targets: [HOSTILE], count: 1 }],
    ...(index === 0 && { screenshot: new Uint8Array([1, 2, 3]) }),
  })),
};
const result: CheckResult = {
  apps: [judgeApp(app)],
  unreached: [{ server: HOSTILE, reason: HOSTILE }],
  at: new Date("2026-01-26T12:00:00Z"),
  browser: "Chromium 156",
  offline: true,
};

describe("The report", () => {
  test("holds nothing that a server wrote as markup, and nothing that turns or hides text", () => {
    const page = reportPage(result);
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/\p{Bidi_Control}|(?!\n)\p{Cc}/u);
    expect(page.split("&lt;script&gt;").length).toBeGreaterThan(20);
    expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'`);
  });

  test("shows what there is to see, and the reason where there is nothing", () => {
    const page = reportPage(result);
    expect(page.match(/<img/g)).toHaveLength(1);
    expect(page).toContain("data:image/png;base64,AQID");
    expect(page).toContain("ready in 120 ms");
  });

  test("gives the whole declaration that would fix the policy", () => {
    const declared = { connectDomains: ["https://a.example", "https://b.example"] };
    const text = JSON.stringify({ _meta: { ui: { csp: declared } } }, undefined, 2);
    expect(reportPage(result)).toContain(text.replaceAll('"', "&quot;"));
  });

  test("is there for programs as well, without pictures", () => {
    const report = JSON.parse(reportJson(result)) as { apps: { views: object[]; findings: object[] }[] };
    expect(report).toMatchObject({ version: 1, at: "2026-01-26T12:00:00.000Z", offline: true });
    expect(report.apps[0]?.views[0]).toMatchObject({ surroundings: "light, 1280 px" });
    expect(report.apps[0]?.views[0]).not.toHaveProperty("screenshot");
    expect(report.apps[0]?.findings).toContainEqual(
      expect.objectContaining({ level: "error", kind: "csp", count: 4 }),
    );
  });
});

test("appWords says in one line how an app is, and below it what is wrong, with nothing that commands a terminal", () => {
  const words = appWords(judgeApp({ ...app, server: "shop", tool: "show_basket" }));
  expect(words).toMatch(/^✗ shop show_basket: ready in 1 of 4, \d errors, \d warnings\n/);
  expect(words).toContain(
    '    ✗ csp: connect-src stopped https://b.example/x. → Declare _meta.ui.csp.connectDomains: ["https://b.example"]\n',
  );
  expect(words).not.toMatch(/\p{Bidi_Control}|(?!\n)\p{Cc}/u);
  const fine = judgeApp({ ...app, server: "shop", tool: "t", review: [], views: [] });
  expect(appWords({ ...fine, app: { ...fine.app, skipped: "It claims destructiveHint." } })).toBe(
    "✓ shop t: not opened\n",
  );
});
