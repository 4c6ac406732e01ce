import type { Place } from "./review.ts";
import { exactExcerpt } from "./hidden-characters.ts";

/** A piece of text of a template that is looked at by itself: a script, an attribute's value, words. */
export interface SourcePiece {
  readonly text: string;
  /** Offset in the HTML where it begins. */
  readonly start: number;
  /** Whether it stands in the HTML character by character; an attribute's value, for one, may be written with entities. */
  readonly literal: boolean;
}

/** A place in a piece. */
export interface Spot {
  readonly piece: SourcePiece;
  readonly offset: number;
}

const EXCERPT = 72;

/** Finds lines and columns in a template's HTML. */
export function createPlaceFinder(html: string): (spot: Spot) => Place {
  let starts: number[] | undefined;

  return ({ piece, offset }) => {
    starts ??= [0, ...Array.from(html.matchAll(/\r\n|[\n\r]/g), (match) => match.index + match[0].length)];
    const at = piece.literal ? piece.start + offset : piece.start;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const excerpt = exactExcerpt(piece.text.slice(offset, offset + EXCERPT));
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1, excerpt };
  };
}
