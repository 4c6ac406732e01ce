import canonicalize from "canonicalize";
import type { TemplateFacts } from "./template.ts";

/** What two versions of a template declare differently, in words such as `connectDomains https://api.example`. */
export interface WordChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The differences of declarations, by the parts that an approval covers. A part without any has two empty lists. */
export type DeclarationDiff = Readonly<Record<"csp" | "permissions" | "domain", WordChange>>;

/** Compares what two versions of a template declare. It is total: whatever changes their digests shows in a word. */
export function declarationDiff(before: TemplateFacts, after: TemplateFacts): DeclarationDiff {
  return {
    csp: wordChange(before.csp, after.csp, cspWords),
    permissions: wordChange(before.permissions, after.permissions, Object.keys),
    domain: wordChange(before.domain, after.domain, (domain) => [domain]),
  };
}

function wordChange<T>(
  before: T | undefined,
  after: T | undefined,
  words: (value: T) => string[],
): WordChange {
  const old = new Set(before === undefined ? [] : words(before));
  const now = new Set(after === undefined ? [] : words(after));
  const change = {
    added: [...now].filter((word) => !old.has(word)),
    removed: [...old].filter((word) => !now.has(word)),
  };
  const same = change.added.length === 0 && change.removed.length === 0;
  if (same && canonicalize(before) !== canonicalize(after))
    return { ...change, added: ["written differently"] };
  return change;
}

/** To declare nothing is something else than to declare no csp: the View then gets another policy. */
function cspWords(csp: NonNullable<TemplateFacts["csp"]>): string[] {
  return [
    "a policy of its own",
    ...Object.entries(csp).flatMap(([field, domains]) =>
      ((domains as readonly string[] | undefined) ?? []).map((domain) => `${field} ${domain}`),
    ),
  ];
}
