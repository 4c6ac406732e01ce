const LONGEST = 160;
/** From here on a line ends where a statement, a rule or a list entry does. */
const LONG = 60;

/**
 * Breaks HTML into lines that can be read and compared, nothing added and nothing lost: where it has line ends,
 * before and after tags, and in minified script and style after `;`, `{`, `}` and `,`. After a
 * change the breaks soon fall into the same places again.
 */
export function readableLines(html: string): string[] {
  const lines: string[] = [];
  for (const line of html.split(/\r\n|[\n\r]/)) {
    if (line.length <= LONG) lines.push(line);
    else for (const part of line.split(/(?<=>)(?=[^\s"'`),;])|(?=<[a-z/!])/i)) breakUp(part, lines);
  }
  return lines;
}

function breakUp(text: string, lines: string[]): void {
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const length = at + 1 - start;
    const character = text[at];
    const ends = character === ";" || character === "{" || character === "}";
    if (length < LONGEST && !(length >= LONG && (ends || character === ","))) continue;
    lines.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
}
