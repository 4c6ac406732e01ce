/** A piece of text for display: as it is, or an invisible character spelled out. */
export interface ExactPiece {
  readonly text: string;
  readonly escaped: boolean;
}

/**
 * Characters that a reader cannot see or that reorder what is read: controls, formats (bidi overrides, zero-width,
 * tags), separators other than the plain space, private use, unassigned, lone surrogates, blank-looking letters,
 * variation selectors (all of the latter are Unicode's default ignorables).
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u{2800}]|(?! )\p{Zs}/u;

/** Splits text so that nothing in it can hide: what cannot be seen comes as `\u{…}`. */
export function exactPieces(text: string, keep = ""): readonly ExactPiece[] {
  const pieces: { text: string; escaped: boolean }[] = [];
  for (const character of text) {
    const escaped = UNSEEN.test(character) && !keep.includes(character);
    const shown = escaped ? escapeOf(character) : character;
    const last = pieces.at(-1);
    if (last?.escaped === escaped) last.text += shown;
    else pieces.push({ text: shown, escaped });
  }
  return pieces;
}

/** The text with everything unseen spelled out; for names, titles and labels. */
export function exactText(text: string): string {
  return exactPieces(text)
    .map((piece) => piece.text)
    .join("");
}

function escapeOf(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}
