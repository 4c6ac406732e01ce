import type { Expectation } from "./matcher.ts";
import { list } from "./situation.ts";
import type { HostedView } from "./vitrine.ts";

/** How long a document may take to load what it refers to, in milliseconds. */
const LOAD_MS = 3000;

/** How long a report may be under way from the View's process to the host's page, in milliseconds. */
const REPORT_MS = 100;

/**
 * The View's policy has stopped nothing by the time its document is loaded: no script, style, image or request that
 * its server did not declare.
 */
export function hasNoCspViolations(view: HostedView): Expectation<readonly string[]> {
  return {
    begin: () => loaded(view),
    read: async () =>
      (await view.host.state()).notes.flatMap(({ violation, text }) => (violation ? [text] : [])),
    holds: (violations) => violations.length === 0,
    expected: (not) => `The View's Content-Security-Policy should ${not}have stopped nothing.`,
    actual: (violations) =>
      violations.length === 0 ? "It stopped nothing." : `It stopped:\n${list([...new Set(violations)])}`,
  };
}

async function loaded(view: HostedView): Promise<void> {
  const { phase } = await view.host.state();
  // Without a document nothing more can be reported.
  if (phase === "closed" || phase === "failed") return;
  await view
    .locator(":root")
    .evaluate(afterLoad, LOAD_MS, { timeout: LOAD_MS })
    .catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
}

/** Runs in the View. */
async function afterLoad(_root: Element, most: number): Promise<void> {
  if (document.readyState === "complete") return;
  await new Promise((resolve) => {
    addEventListener("load", resolve, { once: true });
    setTimeout(resolve, most);
  });
}
