import { type HiddenCharacter, hiddenCharacters } from "./hidden-characters.ts";
import type { ScannedHtml } from "./html-scan.ts";
import type { ReviewBudget } from "./review-budget.ts";
import type { SourcePiece, Spot } from "./source-piece.ts";

/** A hidden character of a template. */
export interface ScannedHidden extends HiddenCharacter {
  /** Whether it stands in code, and not in words that are shown. */
  readonly inCode: boolean;
  readonly spot: Spot;
}

/**
 * Finds the hidden characters of a template, as they stand in the HTML or are written with entities.
 * @throws BeyondBounds when there are too many: what came before them was yielded.
 */
export function* scanHidden(
  source: SourcePiece,
  html: ScannedHtml,
  budget: ReviewBudget,
): Generator<ScannedHidden> {
  for (const found of [inSource(source, html), inDecoded(html)]) {
    for (const hidden of found) {
      budget.spend("hidden characters");
      yield hidden;
    }
  }
}

/** Where they stand in the HTML as such, wherever that is. */
function* inSource(source: SourcePiece, html: ScannedHtml): Generator<ScannedHidden> {
  const code = html.code.map(({ piece }) => piece).toSorted((a, b) => a.start - b.start);
  let next = 0;
  for (const { kind, character, index } of hiddenCharacters(source.text)) {
    while (next < code.length && endOf(code[next]) <= index) next++;
    const piece = code[next];
    const inCode = piece !== undefined && piece.start <= index;
    if (inCode && isConstant(source.text, index, character)) continue;
    yield { kind, character, index, inCode, spot: { piece: source, offset: index } };
  }
}

/** Where they are written with entities. */
function* inDecoded({ decoded }: ScannedHtml): Generator<ScannedHidden> {
  for (const piece of decoded) {
    for (const found of hiddenCharacters(piece.text)) {
      if (piece.written.includes(found.character)) continue;
      yield { ...found, inCode: false, spot: { piece, offset: found.index } };
    }
  }
}

/** An attribute's value may be written with more characters than it has; its first ones are near enough. */
function endOf(piece: SourcePiece | undefined): number {
  return (piece?.start ?? 0) + (piece?.text.length ?? 0);
}

/** A character alone between quotes is an entry of a table: it hides nothing. Overrides reach beyond the quotes. */
function isConstant(text: string, index: number, character: string): boolean {
  const before = text[index - 1];
  if (/[\u202A-\u202E]/.test(character)) return false;
  return before !== undefined && /["'`]/.test(before) && text[index + character.length] === before;
}
