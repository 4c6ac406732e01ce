/** An address in a style sheet that a browser would load. */
export interface CssReference {
  readonly kind: "url" | "import";
  /** As the browser reads it: escapes are resolved. */
  readonly url: string;
  /** Offsets of `url(…)` without quotes, of a string with its quotes, or from `@import` to the end of its address. */
  readonly start: number;
  readonly end: number;
}

/** Functions whose plain strings are addresses. */
const STRING_IS_ADDRESS = /^(?:url|src|image-set|-webkit-image-set|image|cross-fade)$/;
const ESCAPE = /\\(?:([0-9a-f]{1,6})[ \t\n\r\f]?|(\r\n|[\n\r\f])|([^]))/gi;
/** One token of CSS Syntax Level 3, as far as it matters here: comment, string, at-word, word with or without `(`. */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n\r\f]|\\(?:\r\n|[^]))*"?|'(?:[^'\\\n\r\f]|\\(?:\r\n|[^]))*'?|@?(?:[\w\-\u0080-\uffff]|\\[0-9a-f]{1,6}[ \t\n\r\f]?|\\[^\n\r\f])+\(?|[(){};]/gi;
const UNQUOTED = /[ \t\n\r\f]*((?:[^"'()\\ \t\n\r\f]|\\[^\n\r\f])*)[ \t\n\r\f]*\)?/y;

/**
 * Finds what a style sheet, or a style attribute, would load: `url()`, `src()`, the strings of `image-set()` and its
 * like, `@import`. Namespaces are names and not loaded. It never throws, and takes time linear in the length.
 */
export function cssReferences(css: string): CssReference[] {
  const found: CssReference[] = [];
  const functions: string[] = [];
  /** Where an at-rule began that is not over yet. */
  let rule: { readonly name: string; readonly start: number } | undefined;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(css); match; match = TOKEN.exec(css)) {
    const [token] = match;
    const { index: start } = match;
    const first = token[0];
    const add = (url: string, from: number, end: number): void => {
      if (rule?.name === "@namespace") return;
      // Only the first address of an @import is loaded; what follows it are conditions.
      if (rule?.name === "@import") {
        found.push({ kind: "import", url, start: rule.start, end });
        rule = undefined;
      } else found.push({ kind: "url", url, start: from, end });
    };
    if (first === "/") continue;
    if (first === '"' || first === "'") {
      const inFunction = STRING_IS_ADDRESS.test(functions.at(-1) ?? "");
      if (rule !== undefined || inFunction) add(unquoted(token), start, TOKEN.lastIndex);
    } else if (token === ")") functions.pop();
    else if (token === ";" || token === "{" || token === "}") {
      rule = undefined;
      functions.length = 0;
    } else if (first === "@") {
      const name = unescaped(token).toLowerCase();
      rule = name === "@import" || name === "@namespace" ? { name, start } : undefined;
    } else if (token.endsWith("(")) {
      const name = unescaped(token.slice(0, -1)).toLowerCase();
      const bare = name === "url" ? bareUrl(css, TOKEN.lastIndex) : undefined;
      if (bare) {
        add(bare.url, start, bare.end);
        TOKEN.lastIndex = bare.end;
      } else functions.push(name);
    }
  }
  return found;
}

/** The address in `url(…)` without quotes; undefined when there are quotes. */
function bareUrl(css: string, from: number): { url: string; end: number } | undefined {
  UNQUOTED.lastIndex = from;
  const match = UNQUOTED.exec(css);
  const url = match?.[1] ?? "";
  const end = UNQUOTED.lastIndex;
  const next = css[from + (match?.[0].length ?? 0)];
  if (match === null || (url === "" && (next === '"' || next === "'"))) return undefined;
  return { url: unescaped(url), end };
}

function unquoted(text: string): string {
  const closed = text.length > 1 && text.at(-1) === text[0];
  return unescaped(text.slice(1, closed ? -1 : undefined));
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_all, hex?: string, lineEnd?: string, character?: string) => {
    if (hex === undefined) return lineEnd === undefined ? (character ?? "") : "";
    const code = Number.parseInt(hex, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)
      ? "\uFFFD"
      : String.fromCodePoint(code);
  });
}
