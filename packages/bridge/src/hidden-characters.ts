/** A character that a reader cannot see, or that reorders what a reader sees. */
export interface HiddenCharacter {
  /** `bidi` reorders, `tag` spells words that only machines read, `control` is a control code. */
  readonly kind: "bidi" | "invisible" | "tag" | "control";
  readonly character: string;
  readonly index: number;
}

const BIDI = "\u202A-\u202E\u2066-\u2069";
const INVISIBLE =
  "\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0100}-\u{E01EF}";
const TAG = "\u{E0000}-\u{E007F}";
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = "\u0000-\u0008\u000B\u000E-\u001F\u007F-\u009F";

const HIDDEN = new RegExp(
  `(?<bidi>[${BIDI}])|(?<tag>[${TAG}])|(?<control>[${CONTROL}])|[${INVISIBLE}]`,
  "gu",
);
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const NOT_SHOWN = /[\p{C}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/u;

/**
 * Every hidden character of a text, but for those that the writing needs: joiners within emoji and within words of
 * scripts that use them, soft hyphens within words, direction marks beside right-to-left letters, variation selectors
 * of ideographs, flags spelled in tags, and a byte order mark in front.
 */
export function* hiddenCharacters(text: string): Generator<HiddenCharacter> {
  for (const { 0: character, index, groups } of text.matchAll(HIDDEN)) {
    const { bidi, tag, control } = groups ?? {};
    if (bidi !== undefined) yield { kind: "bidi", character, index };
    else if (control !== undefined) yield { kind: "control", character, index };
    else if (tag !== undefined) {
      if (!isFlag(text, index)) yield { kind: "tag", character, index };
    } else if (!isOrthographic(text, index, character)) yield { kind: "invisible", character, index };
  }
}

/** A short text on one line in which nothing hides. */
export function exactExcerpt(text: string): string {
  const shown = text.replace(/[ \t\n\r\f]+/g, " ").trim();
  return Array.from(shown, (character) => (NOT_SHOWN.test(character) ? codeOf(character) : character)).join(
    "",
  );
}

/** `U+202E` as `\u{202e}`. */
export function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}

function isOrthographic(text: string, index: number, character: string): boolean {
  const before = lastCharacter(text, index);
  const after = String.fromCodePoint(text.codePointAt(index + character.length) ?? 0x20);
  const joined = /^[\p{L}\p{M}]$/u;
  const foreign = /^[\p{L}\p{M}]$/u.test(before) && !/\p{Script=Latin}|\p{Script=Common}/u.test(before);
  switch (character) {
    case "\uFEFF":
      return index === 0;
    case "\u00AD":
      return joined.test(before) && joined.test(after);
    case "\u200C":
      return foreign;
    case "\u200D":
      return (
        foreign ||
        (/[\p{Extended_Pictographic}\p{EMod}\uFE0F]/u.test(before) &&
          /\p{Extended_Pictographic}/u.test(after))
      );
    case "\u200E":
    case "\u200F":
    case "\u061C":
      return RIGHT_TO_LEFT.test(text.slice(Math.max(0, index - 40), index + 40));
    default:
      // Ideographic variation selectors say which form of the ideograph before them is meant.
      return /[\u{E0100}-\u{E01EF}]/u.test(character) && /\p{Unified_Ideograph}/u.test(before);
  }
}

/** Flags of regions are a black flag, the region in tags, and the closing tag. */
function isFlag(text: string, index: number): boolean {
  return /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{0,6}$/u.test(
    text.slice(Math.max(0, index - 14), index),
  );
}

function lastCharacter(text: string, end: number): string {
  return Array.from(text.slice(Math.max(0, end - 2), end)).at(-1) ?? "";
}
