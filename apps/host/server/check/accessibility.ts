import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Frame } from "@playwright/test";
import { z } from "zod";
import type { SeenBarrier } from "./observation.ts";

/** WCAG 2.2 A and AA. Rules of good practice are about whole pages, and a View is a part of one. */
const OPTIONS: RunOptions = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  // The host names the View's frame, and frames inside the View are other documents of other people.
  rules: { "document-title": { enabled: false } },
  iframes: false,
  resultTypes: ["violations"],
};
const MAX_TARGETS = 3;
const MAX_TARGET_LENGTH = 120;

let source: Promise<string> | undefined;

/** The script of axe-core, which is given to the frame by the debugger: the View's own policy stays as it is. */
function axeSource(): Promise<string> {
  // Where a View has a module loader of its own, axe would hand itself to that.
  source ??= readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8").then(
    (script) => `((define, module, exports) => {${script}\n})()`,
  );
  return source;
}

/** The results were made beside the View's own code, so they are the View's claim. */
const resultsSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string().regex(/^[a-z-]+$/),
      impact: z.enum(["minor", "moderate", "serious", "critical"]).nullish(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.union([z.string(), z.array(z.string())])) })).min(1),
    }),
  ),
});

/** Looks for barriers in the View's own document. Rejects when that is not possible, because it left or is stuck. */
export async function findBarriers(frame: Frame): Promise<readonly SeenBarrier[]> {
  await frame.evaluate(await axeSource());
  const results: unknown = await frame.evaluate(runAxe, OPTIONS);
  return resultsSchema.parse(results).violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? "minor",
    help,
    targets: nodes
      .slice(0, MAX_TARGETS)
      .map(({ target }) => target.flat().join(" ").slice(0, MAX_TARGET_LENGTH)),
    count: nodes.length,
  }));
}

/** Runs in the View's frame. */
async function runAxe(options: RunOptions): Promise<unknown> {
  const { axe } = globalThis as unknown as {
    readonly axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  };
  const { documentElement: root, body } = document;
  const clear = "rgba(0, 0, 0, 0)";
  const isClear = [root, body].every((element) => getComputedStyle(element).backgroundColor === clear);
  const before = root.style.backgroundColor;
  // What is behind a transparent document is its scheme's canvas; axe-core takes it for white in any scheme.
  if (isClear) root.style.backgroundColor = "Canvas";
  const { violations } = await axe.run(document, options);
  root.style.backgroundColor = before;
  return {
    violations: violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      nodes: nodes.map(({ target }) => ({ target })),
    })),
  };
}
