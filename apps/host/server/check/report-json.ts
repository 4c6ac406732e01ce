import type { CheckResult } from "./report-page.ts";

/** The report for programs: everything that the page says, without its pictures. */
export function reportJson({ apps, unreached, at, browser, offline }: CheckResult): string {
  const report = {
    version: 1,
    at: at.toISOString(),
    browser,
    offline,
    unreached,
    apps: apps.map(({ app, findings }) => ({
      server: app.server,
      tool: app.tool,
      template: { uri: app.templateUri, ...app.template },
      input: app.input,
      ...(app.skipped !== undefined && { skipped: app.skipped }),
      findings,
      views: app.views.map((view) => ({
        ...view,
        surroundings: view.surroundings.name,
        screenshot: undefined,
      })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
