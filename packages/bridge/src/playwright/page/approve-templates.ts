import { missingGrant, type Grants } from "../../grants.ts";
import type { Templates } from "../../template-catalogue.ts";
import type { TemplateEntry } from "../../template-entry.ts";
import type { TestGrants } from "../vitrine.ts";

/**
 * Approves each template when it is seen for the first time, with those of `grants` that it wants: the author of a
 * test trusts the server under test on first use, as a config file does. What changes after that is not approved.
 */
export function approveTemplates(templates: Templates, grants: TestGrants): void {
  const approved = new Set<string>();
  const look = (): void => {
    for (const entry of templates.get()) {
      if (entry.state !== "new" || refusalOf(entry, grants) !== undefined) continue;
      const { digest } = entry.template;
      if (approved.has(digest + entry.uri)) continue;
      approved.add(digest + entry.uri);
      const granted = wantedOf(entry, grants);
      const by = Object.keys(granted).length === 0 ? "policy" : "person";
      // One that changed at this moment comes by here again.
      templates.approve(entry.uri, digest, by, granted).catch(() => {});
    }
  };
  templates.subscribe(look);
  look();
}

/** Why a template will not be approved, as a sentence; `undefined` when it was or will be. */
export function refusalOf(entry: TemplateEntry, grants: TestGrants): string | undefined {
  if (entry.state === "changed")
    return "Its template changed after its first use, and no change is approved here.";
  if (entry.state !== "new") return undefined;
  const blocking = entry.findings.filter(
    ({ severity, rule }) => severity === "blocking" && !isGranted(rule, grants),
  );
  if (blocking.length > 0) {
    return `The review of its template found: ${blocking.map(({ message }) => message).join(" ")}`;
  }
  return missingGrant(entry.template, wantedOf(entry, grants));
}

/** Whether a grant is the answer to what a rule finds. Whether it is enough for local domains is asked apart. */
function isGranted(rule: string, { unsafeEval, localDomains = [] }: TestGrants): boolean {
  return (rule === "eval" && unsafeEval === true) || (rule === "private-network" && localDomains.length > 0);
}

function wantedOf({ wants }: TemplateEntry, { unsafeEval, localDomains = [] }: TestGrants): Grants {
  const wanted = wants?.localDomains ?? [];
  const local = wanted.filter((domain) => localDomains.includes(domain));
  return {
    ...(unsafeEval && wants?.unsafeEval && { unsafeEval }),
    ...(local.length > 0 && { localDomains: local }),
  };
}

/** Resolves with the templates once each is read, or could not be. */
export function readTemplates(templates: Templates): Promise<readonly TemplateEntry[]> {
  return new Promise((resolve) => {
    const check = (): void => {
      const entries = templates.get();
      if (entries.some(({ state }) => state === "loading")) return;
      unfollow();
      resolve(entries);
    };
    const unfollow = templates.subscribe(check);
    check();
  });
}
