import { declarationDiff, type DeclarationDiff } from "@vitrine/bridge";
import type { LockedTemplate } from "./template-lock.ts";

/** How a template that was read stands to a lock file. */
export type LockChange = { readonly server: string; readonly uri: string } & (
  | { readonly change: "new"; readonly digest: string }
  | { readonly change: "gone"; readonly digest: string }
  | {
      readonly change: "changed";
      /** Digests of the whole, before and after. */
      readonly before: string;
      readonly after: string;
      /** Digests of the HTML, when it changed. */
      readonly html?: { readonly before: string; readonly after: string };
      readonly declarations: DeclarationDiff;
    }
);

/** Everything in which templates differ from those that are locked; empty when nothing changed. */
export function lockChanges(
  locked: readonly LockedTemplate[],
  read: readonly LockedTemplate[],
): readonly LockChange[] {
  const now = new Map(read.map((template) => [keyOf(template), template]));
  const before = new Set(locked.map(keyOf));
  return [
    ...locked.flatMap((old): LockChange[] => {
      const { server, uri, digest } = old;
      const current = now.get(keyOf(old));
      if (current === undefined) return [{ server, uri, change: "gone", digest }];
      return current.digest === digest ? [] : [changeOf(old, current)];
    }),
    ...read
      .filter((template) => !before.has(keyOf(template)))
      .map(({ server, uri, digest }): LockChange => ({ server, uri, change: "new", digest })),
  ];
}

/** The same for a person, in lines: which template, which part of it, what was removed and added. */
export function lockChangeWords(change: LockChange): readonly string[] {
  const what = `${change.uri} of ${change.server}`;
  if (change.change !== "changed") return [`${change.change}: ${what}`, `  digest ${change.digest}`];
  const { before, after, html, declarations } = change;
  return [
    `changed: ${what}`,
    ...(html ? partWords("html", [html.before], [html.after]) : []),
    ...(["csp", "permissions", "domain"] as const).flatMap((part) =>
      partWords(part, declarations[part].removed, declarations[part].added),
    ),
    ...partWords("digest", [before], [after]),
  ];
}

function partWords(part: string, removed: readonly string[], added: readonly string[]): readonly string[] {
  if (removed.length === 0 && added.length === 0) return [];
  return [`  ${part}`, ...removed.map((word) => `    - ${word}`), ...added.map((word) => `    + ${word}`)];
}

function changeOf(old: LockedTemplate, current: LockedTemplate): LockChange {
  const [before, after] = [old.facts.htmlDigest, current.facts.htmlDigest];
  return {
    server: old.server,
    uri: old.uri,
    change: "changed",
    before: old.digest,
    after: current.digest,
    ...(before !== after && { html: { before, after } }),
    declarations: declarationDiff(old.facts, current.facts),
  };
}

function keyOf({ server, uri }: LockedTemplate): string {
  return JSON.stringify([server, uri]);
}
