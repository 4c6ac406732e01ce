import { declarationDiff, type DeclarationDiff, type Template } from "@vitrine/bridge";
import { structuredPatch } from "diff";
import { readableLines } from "./readable-lines.ts";

/** Lines around a difference; those that changed begin with `+` or `-`, the others with a blank. */
export interface DiffHunk {
  readonly lines: readonly string[];
}

/** How two versions of a template differ. A part that is the same has nothing in it. */
export interface TemplateDiff extends DeclarationDiff {
  readonly html: {
    readonly hunks: readonly DiffHunk[];
    /** Lines that differ and are not in `hunks`, so that a page can show them. */
    readonly omitted: number;
  };
}

const PATIENCE_MS = 2_000;
const MAX_LINES = 1_000;

/**
 * Compares two versions of a template. The HTML is broken into short lines first, as it is often one long one. It
 * takes turns with the page, gives up after two seconds, and then shows the differing middle as a whole.
 */
export async function templateDiff(before: Template, after: Template): Promise<TemplateDiff> {
  const declarations = declarationDiff(before, after);
  if (before.html === after.html) return { ...declarations, html: { hunks: [], omitted: 0 } };
  const old = readableLines(before.html);
  const now = readableLines(after.html);
  return { ...declarations, html: shortened((await compared(old, now)) ?? [middle(old, now)]) };
}

function compared(old: readonly string[], now: readonly string[]): Promise<DiffHunk[] | undefined> {
  return new Promise((resolve) => {
    structuredPatch("", "", old.join("\n"), now.join("\n"), "", "", {
      context: 2,
      timeout: PATIENCE_MS,
      callback: (patch) =>
        resolve(patch?.hunks.map(({ lines }) => ({ lines: lines.filter((line) => !line.startsWith("\\")) }))),
    });
  });
}

/** What is left when the lines that both begin and end with are taken away. */
function middle(old: readonly string[], now: readonly string[]): DiffHunk {
  const shortest = Math.min(old.length, now.length);
  let start = 0;
  while (start < shortest && old[start] === now[start]) start++;
  let end = 0;
  while (end < shortest - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const cut = (lines: readonly string[]): readonly string[] => lines.slice(start, lines.length - end);
  return { lines: [...cut(old).map((line) => `-${line}`), ...cut(now).map((line) => `+${line}`)] };
}

function shortened(hunks: readonly DiffHunk[]): TemplateDiff["html"] {
  const kept: DiffHunk[] = [];
  let room = MAX_LINES;
  let omitted = 0;
  for (const { lines } of hunks) {
    if (room > 0) kept.push({ lines: lines.slice(0, room) });
    omitted += lines.slice(Math.max(room, 0)).filter((line) => /^[-+]/.test(line)).length;
    room -= lines.length;
  }
  return { hunks: kept, omitted };
}
