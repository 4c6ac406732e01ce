/** A host name as people read it. */
export interface UnicodeHost {
  readonly name: string;
  /** The scripts its letters belong to, e.g. `Cyrillic`; what belongs to none that is known is `other`. */
  readonly scripts: readonly string[];
}

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Devanagari",
  "Thai",
  "Georgian",
  "Cherokee",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
].map((script) => ({ script, pattern: new RegExp(`\\p{Script=${script}}`, "u") }));

/**
 * Reads the international labels (`xn--…`) of a host name; `undefined` when it has none, or when what they decode to
 * is not a name that the browser writes in this way.
 */
export function unicodeHost(hostname: string): UnicodeHost | undefined {
  const name = hostname
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (punycodeLabel(label.slice(4)) ?? label) : label))
    .join(".");
  if (name === hostname || !URL.canParse(`https://${name}/`)) return undefined;
  return new URL(`https://${name}/`).hostname === hostname ? { name, scripts: scriptsOf(name) } : undefined;
}

function scriptsOf(name: string): readonly string[] {
  const found = new Set<string>();
  for (const character of name) {
    if (!/\p{L}/u.test(character)) continue;
    found.add(SCRIPTS.find(({ pattern }) => pattern.test(character))?.script ?? "other");
  }
  return [...found];
}

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const MAX_CODE_POINT = 0x10ffff;

/** Decodes a label as RFC 3492 says; `undefined` when it is malformed. */
function punycodeLabel(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf("-");
  const output = Array.from(encoded.slice(0, Math.max(delimiter, 0)), (letter) => letter.charCodeAt(0));
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  let position = delimiter + 1;
  while (position < encoded.length) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded.charCodeAt(position++));
      if (digit === undefined) return undefined;
      i += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > MAX_CODE_POINT * encoded.length) return undefined;
    }
    const length = output.length + 1;
    bias = adapted(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > MAX_CODE_POINT) return undefined;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

function adapted(distance: number, length: number, first: boolean): number {
  let delta = Math.floor(distance / (first ? DAMP : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  while (delta > ((BASE - T_MIN) * T_MAX) / 2) {
    delta = Math.floor(delta / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}
