/** A configured pattern, compiled, or the sentence that says why it cannot be used. */
export type CompiledPattern =
  { readonly ok: true; readonly pattern: RegExp } | { readonly ok: false; readonly reason: string };

const MAX_LENGTH = 512;
/** How many ways a match may be tried from one place, apart from one repeat without a bound. */
const MAX_WAYS = 4096;
/** A repeat with more than this many lengths counts as one without a bound. */
const MAX_LENGTHS = 64;

/**
 * Compiles a pattern of the config (JavaScript, flag `u`), unless looking for it could take exponential time in some
 * text: text comes from servers and Views. Refused are, conservatively, references back, lookaround, a repeated group
 * that holds a repeat or a choice, more than one repeat without a bound, and many bounded ones.
 */
export function compilePattern(source: string): CompiledPattern {
  if (source.length > MAX_LENGTH) return refuse(`is longer than ${MAX_LENGTH} characters`);
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, "gu");
  } catch (error) {
    return refuse(`is no regular expression (${(error as Error).message})`);
  }
  if (pattern.test("")) return refuse("matches the empty text: say what the secret looks like");
  try {
    const { ways, unbounded } = createReader(source).alternatives();
    if (unbounded > 1) {
      return refuse('could take too long: use one "*", "+" or "{n,}" at most, and "{n,m}" for the others');
    }
    if (ways > MAX_WAYS) return refuse("could take too long: give its repeats smaller bounds");
  } catch (error) {
    if (error instanceof TooSlow) return refuse(error.message);
    throw error;
  }
  return { ok: true, pattern };
}

function refuse(reason: string): CompiledPattern {
  return { ok: false, reason };
}

class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/** What looking for a part can cost: in how many ways it matches, and how many repeats in it have no bound. */
interface Cost {
  readonly ways: number;
  readonly unbounded: number;
}

const ONE: Cost = { ways: 1, unbounded: 0 };

/** Reads a pattern that `RegExp` has compiled already, so that its form is sure. */
function createReader(source: string): { alternatives(): Cost } {
  let at = 0;

  function alternatives(): Cost {
    let cost = sequence();
    while (source[at] === "|") {
      at += 1;
      const other = sequence();
      cost = { ways: cost.ways + other.ways, unbounded: Math.max(cost.unbounded, other.unbounded) };
    }
    return cost;
  }

  function sequence(): Cost {
    let cost = ONE;
    while (at < source.length && source[at] !== "|" && source[at] !== ")") {
      const part = repeated(atom());
      cost = { ways: cost.ways * part.ways, unbounded: cost.unbounded + part.unbounded };
    }
    return cost;
  }

  function atom(): Cost {
    const rest = source.slice(at);
    if (rest.startsWith("[")) return skip(/^\[(?:\\.|[^\]\\])*\]/su, rest);
    if (/^\\[1-9k]/u.test(rest)) throw new TooSlow("refers back to a group: write out what it looks like");
    if (rest.startsWith("\\")) return skip(/^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x..|c.|.)/su, rest);
    if (!rest.startsWith("(")) return skip(/^./su, rest);
    const opening = /^\((?:\?:|\?<[^=!][^>]*>)?/u.exec(rest)![0];
    if (rest.startsWith("?", opening.length)) {
      throw new TooSlow("looks ahead or behind: match the whole of the secret instead");
    }
    at += opening.length;
    const inside = alternatives();
    at += 1;
    return inside;
  }

  function skip(token: RegExp, rest: string): Cost {
    at += token.exec(rest)![0].length;
    return ONE;
  }

  function repeated(inside: Cost): Cost {
    const quantifier = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/u.exec(source.slice(at));
    if (quantifier === null) return inside;
    at += quantifier[0].length;
    const [least, most] = bounds(quantifier);
    if (most <= 1) return { ways: inside.ways + 1, unbounded: inside.unbounded };
    if (inside.ways > 1 || inside.unbounded > 0) {
      throw new TooSlow("could take exponential time: repeat no group that holds a repeat or a choice");
    }
    const lengths = most - least + 1;
    return lengths > MAX_LENGTHS ? { ways: 1, unbounded: 1 } : { ways: lengths, unbounded: 0 };
  }

  return { alternatives };
}

function bounds([, sign, least = "", comma, most = ""]: RegExpExecArray): readonly [number, number] {
  if (sign === "?") return [0, 1];
  if (sign !== undefined) return [sign === "+" ? 1 : 0, Infinity];
  if (comma === "") return [Number(least), Number(least)];
  return [Number(least), most === "" ? Infinity : Number(most)];
}
