import type { Browser } from "@playwright/test";
import type { Grants } from "@vitrine/bridge";
import type { ServerUnderTest, Vitrine } from "@vitrine/bridge/playwright";
import { appsOf, type AppChoice } from "./check-apps.ts";
import { type AnswerQuestion, checkView } from "./check-view.ts";
import { judgeApp, type JudgedApp } from "./judgement.ts";
import type { ViewObservation } from "./observation.ts";
import { SURROUNDINGS } from "./surroundings.ts";
import { createViewWatch } from "./view-watch.ts";

/** A server to check, under the name that the report gives it. */
export interface CheckedServer {
  readonly name: string;
  readonly server: ServerUnderTest;
}

/** How servers are checked. */
export interface CheckOptions {
  readonly browser: Browser;
  readonly choice: AppChoice;
  readonly offline: boolean;
  /** What templates may beside running. */
  readonly grants: Grants;
  /** Says no to every question of a View. */
  readonly deny: boolean;
  readonly signal: AbortSignal;
  /** Told of each app before it is opened. */
  readonly onApp: (tool: string, index: number, count: number) => void;
}

/**
 * Opens every app of a server in all surroundings, one after the other, and yields each as it is judged.
 * @throws Error with a sentence that says why the server could not be asked.
 */
export async function* checkServer(
  { name, server }: CheckedServer,
  { browser, choice, offline, grants, deny, signal, onApp }: CheckOptions,
): AsyncGenerator<JudgedApp> {
  const { startVitrine } = await import("@vitrine/bridge/playwright");
  const context = await browser.newContext();
  let vitrine: Vitrine | undefined;
  try {
    const page = await context.newPage();
    const watch = await createViewWatch(page, { offline });
    vitrine = await startVitrine({ page, server, grants });
    const destructive = new Set(
      (await vitrine.tools()).flatMap((tool) =>
        tool.annotations?.destructiveHint === true ? [tool.name] : [],
      ),
    );
    const answer: AnswerQuestion = ({ tool }) =>
      deny || (tool !== undefined && destructive.has(tool)) ? "deny" : "allow once";
    const apps = await appsOf(vitrine, name, choice);
    for (const [index, app] of apps.entries()) {
      onApp(app.tool, index, apps.length);
      const views: ViewObservation[] = [];
      const opened = app.skipped === undefined && app.input.ok ? SURROUNDINGS : [];
      for (const surroundings of opened) {
        views.push(await checkView({ vitrine, watch, app, surroundings, answer, signal }));
      }
      yield judgeApp({ ...app, views });
    }
  } finally {
    await vitrine?.close();
    await context.close();
  }
}
