/** A piece of a template's source that fits on one row of the page. */
export interface SourceRow {
  /** The line of the file, from 1. */
  readonly line: number;
  /** Where in that line the row begins, from 1; more than 1 goes on with the line of the row before. */
  readonly column: number;
  readonly text: string;
}

const LONGEST = 92;

/** Splits HTML into rows. Lines are counted as a review counts them; those that are too long go on in the next row. */
export function sourceRows(html: string): readonly SourceRow[] {
  return html.split(/\r\n|[\n\r]/).flatMap((text, index) => {
    const rows: SourceRow[] = [];
    for (let at = 0; at === 0 || at < text.length; at += LONGEST) {
      rows.push({ line: index + 1, column: at + 1, text: text.slice(at, at + LONGEST) });
    }
    return rows;
  });
}

/** The row that holds a place; the last one of its line when it lies behind its end. */
export function rowOf(
  rows: readonly SourceRow[],
  place: { readonly line: number; readonly column: number },
): number {
  const next = rows.findIndex(
    ({ line, column }) => line > place.line || (line === place.line && column > place.column),
  );
  return Math.max((next === -1 ? rows.length : next) - 1, 0);
}
