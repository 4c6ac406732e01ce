import { terminalText } from "../terminal-text.ts";

/** HTML that was put together by {@link html}. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** Only what was made here is markup; an object of a server that looks like it is not. */
const made = new WeakSet<Markup>();

/**
 * HTML with values put in. A text, whoever wrote it, is text in it: what means something to HTML is escaped, and
 * what would not be seen or turns the reading direction is written as `\uXXXX`. `undefined` is nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const rest = values.map((value, index) => `${textOf(value)}${parts[index + 1] ?? ""}`);
  const markup = Object.freeze({ markup: `${parts[0] ?? ""}${rest.join("")}` });
  made.add(markup);
  return markup;
}

/** A style sheet for {@link html}. It takes no values: nothing that anybody else wrote belongs into one. */
export function css(parts: TemplateStringsArray): Markup {
  return html(parts);
}

function textOf(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(value);
  if (isList(value)) return value.map(textOf).join("");
  if (!made.has(value)) throw new TypeError("This is no markup.");
  return value.markup;
}

function isList(value: Markup | readonly Markup[]): value is readonly Markup[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  // Line feeds stay: they are needed where text is preformatted, and mean nothing elsewhere.
  const visible = text.split("\n").map(terminalText).join("\n");
  return visible
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
