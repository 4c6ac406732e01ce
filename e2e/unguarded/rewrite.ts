/** One measure of the shipped host, and what the host does without it. */
export interface Guard {
  /** Kebab-case; what a test switches off by. */
  readonly name: string;
  /** The source file, from the root of the repository. */
  readonly file: string;
  /**
   * The source text of the measure: an expression or, when it ends with `;` or `}`, a statement. What begins with `{` is
   * an object.
   */
  readonly guard: string;
  /** What stands there without it. */
  readonly without: string;
}

/** Answers at run time whether a guard is switched off; nothing that is shipped knows of it. */
const SWITCH = (name: string): string => `globalThis.unguarded?.has(${JSON.stringify(name)})`;

/**
 * Rewrites a source so that each of these guards, all of this file, can be switched off at run time. White space in
 * the source does not count, so reformatting loses no guard.
 *
 * @throws Error when a guard's text is not found exactly once.
 */
export function rewrite(source: string, guards: readonly Guard[], switchOf = SWITCH): string {
  const places = guards
    .map((guard) => ({ guard, ...placeOf(source, guard) }))
    .toSorted((a, b) => a.start - b.start);
  let rewritten = "";
  let from = 0;
  for (const { guard, start, end } of places) {
    if (start < from) throw new Error(`The guard "${guard.name}" overlaps with another in ${guard.file}.`);
    rewritten += source.slice(from, start) + switched(source.slice(start, end), guard, switchOf(guard.name));
    from = end;
  }
  return rewritten + source.slice(from);
}

function placeOf(source: string, { name, file, guard }: Guard): { start: number; end: number } {
  const found = [...source.matchAll(patternOf(guard))];
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(
      `The guard "${name}" stands ${found.length} times in ${file}, and must once: mend its text in the list of guards.`,
    );
  }
  return { start: only.index, end: only.index + only[0].length };
}

/** The words and signs of the text, with any white space between them; a formatter's trailing comma may come or go. */
function patternOf(text: string): RegExp {
  const tokens = text.match(/[\w$]+|[^\w\s]/g) ?? [];
  const parts = tokens.map((token) => {
    if (/^[\w$]/.test(token)) return `(?<![\\w$])${token.replaceAll("$", "\\$")}(?![\\w$])`;
    return `${/^[)\]}]$/.test(token) ? ",?\\s*" : ""}${token.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`;
  });
  return new RegExp(parts.join("\\s*"), "g");
}

function switched(text: string, { guard, without }: Guard, off: string): string {
  return /^[^{][^]*[;}]$/.test(guard)
    ? `if (${off}) { ${without} } else { ${text} }`
    : `(${off} ? (${without}) : (${text}))`;
}
