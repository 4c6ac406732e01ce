import type { Browser } from "@playwright/test";
import type { Grants } from "@vitrine/bridge";
import type { ServerUnderTest, Vitrine } from "@vitrine/bridge/playwright";
import { appsOf, type AppChoice } from "./check-apps.ts";
import { type AnswerQuestion, checkView } from "./check-view.ts";
import { judgeApp, type JudgedApp } from "./judgement.ts";
import type { UncheckedView, ViewObservation } from "./observation.ts";
import { SURROUNDINGS } from "./surroundings.ts";
import { createViewWatch, type ViewWatch } from "./view-watch.ts";

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
  /** Told once of the names of all tools with a UI, whichever are chosen. */
  readonly onTools: (tools: readonly string[]) => void;
  /** Told of each app before it is opened. */
  readonly onApp: (tool: string, index: number, count: number) => void;
}

/**
 * Opens every app of a server in all surroundings, one after the other, and yields each as it is judged. What goes
 * wrong in looking at one is a finding of it, and the next is opened in a page of its own.
 * @throws Error with a sentence that says why the server could not be asked.
 */
export async function* checkServer(
  { name, server }: CheckedServer,
  options: CheckOptions,
): AsyncGenerator<JudgedApp> {
  const { choice, deny, signal, onTools, onApp } = options;
  let stage: Stage | undefined;
  try {
    stage = await openStage(server, options);
    const { vitrine } = stage;
    onTools((await vitrine.templates()).flatMap(({ tools }) => tools));
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
      const unchecked: UncheckedView[] = [];
      const opened = app.skipped === undefined && app.input.ok ? SURROUNDINGS : [];
      for (const surroundings of opened) {
        try {
          stage ??= await openStage(server, options);
          views.push(await checkView({ ...stage, app, surroundings, answer, signal }));
        } catch (error) {
          signal.throwIfAborted();
          unchecked.push({ surroundings, reason: firstLine(error) });
          // The page may be gone, or hold what is left of this View.
          await stage?.close();
          stage = undefined;
        }
      }
      yield judgeApp({ ...app, views, unchecked });
    }
  } finally {
    await stage?.close();
  }
}

/** A page that a host runs in, and who watches it. */
interface Stage {
  readonly vitrine: Vitrine;
  readonly watch: ViewWatch;
  close(): Promise<void>;
}

async function openStage(
  server: ServerUnderTest,
  { browser, offline, grants }: Pick<CheckOptions, "browser" | "offline" | "grants">,
): Promise<Stage> {
  const { startVitrine } = await import("@vitrine/bridge/playwright");
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const watch = await createViewWatch(page, { offline });
    const vitrine = await startVitrine({ page, server, grants });
    return {
      vitrine,
      watch,
      async close() {
        // A page that crashed cannot say good-bye.
        await vitrine.close().catch(() => {});
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Playwright puts a log below what it says. */
function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
