/** A regular expression that is matched in time linear in the text. */
export interface SafePattern {
  /** Whether it is found in `text`. Calls `tick` with every step, which may throw to give up. */
  readonly test: (text: string, tick: () => void) => boolean;
}

type Node =
  | { readonly kind: "character"; readonly matches: (character: string) => boolean }
  | { readonly kind: "assertion"; readonly holds: (text: readonly string[], at: number) => boolean }
  | { readonly kind: "lookahead"; readonly node: Node; readonly wanted: boolean }
  | { readonly kind: "sequence" | "choice"; readonly nodes: readonly Node[] }
  | { readonly kind: "repeat"; readonly node: Node; readonly min: number; readonly max: number };

type Instruction =
  | Extract<Node, { kind: "character" | "assertion" }>
  | { readonly kind: "lookahead"; readonly program: Program; readonly wanted: boolean }
  /** Goes on at each of these places at once. */
  | { readonly kind: "fork"; readonly to: number[] }
  | { readonly kind: "match" };
type Program = readonly Instruction[];

/** A pattern that repeats a group a thousand times a thousand times must not be written out; lookahead counts with it. */
const MAX_INSTRUCTIONS = 20_000;

/**
 * Compiles an ECMAScript regular expression with the `u` flag. The browser's own engine backtracks: `^(a+)+$` takes it
 * longer than anybody lives over forty letters, and nothing can stop it. Here all ways to go on are followed at once
 * (Thompson's construction), which takes no pattern longer than its size times the text's.
 *
 * Lookahead is followed at each place anew, so there the caller's `tick` is the bound.
 * @param step is called with every step of the preparation, and may throw to give up: there may be many patterns.
 * @throws Error for what is no regular expression, and for back-references, look-behind and flags inside the pattern,
 * which cannot be matched in this way.
 */
export function compileSafePattern(source: string, step: () => void = () => {}): SafePattern {
  // The engine says what is wrong with a broken pattern, and the parser below may rely on a sound one.
  void new RegExp(source, "u");
  const program = programOf(parse(source, step), { instructions: MAX_INSTRUCTIONS, tick: step });
  return { test: (text, tick) => run(program, Array.from(text), 0, tick) };
}

function parse(source: string, tick: () => void): Node {
  const characters = Array.from(source);
  let at = 0;

  const eat = (expected: string): boolean => {
    const found = characters.slice(at, at + expected.length).join("") === expected;
    if (found) at += expected.length;
    return found;
  };
  const until = (end: string): string => {
    const from = at;
    while (characters[at] !== end) at += 1;
    at += 1;
    return characters.slice(from, at - 1).join("");
  };

  const choice = (): Node => {
    const nodes = [sequence()];
    while (eat("|")) nodes.push(sequence());
    return { kind: "choice", nodes };
  };
  const sequence = (): Node => {
    const nodes: Node[] = [];
    while (at < characters.length && characters[at] !== "|" && characters[at] !== ")") nodes.push(term());
    return { kind: "sequence", nodes };
  };
  const term = (): Node => {
    tick();
    if (eat("^")) return { kind: "assertion", holds: (_, place) => place === 0 };
    if (eat("$")) return { kind: "assertion", holds: (text, place) => place === text.length };
    if (eat("\\b")) return { kind: "assertion", holds: isWordBoundary };
    if (eat("\\B")) return { kind: "assertion", holds: (text, place) => !isWordBoundary(text, place) };
    if (eat("(?=")) return lookahead(true);
    if (eat("(?!")) return lookahead(false);
    if (eat("(?<=") || eat("(?<!")) throw unsupported("look-behind");
    return repeated(eat("(") ? group() : character());
  };
  const lookahead = (wanted: boolean): Node => {
    const node = choice();
    eat(")");
    return { kind: "lookahead", node, wanted };
  };
  const group = (): Node => {
    if (eat("?<")) until(">");
    else if (!eat("?:") && characters[at] === "?") throw unsupported("flags inside a pattern");
    const node = choice();
    eat(")");
    return node;
  };
  const repeated = (node: Node): Node => {
    let range: readonly [number, number] | undefined;
    if (eat("*")) range = [0, Number.POSITIVE_INFINITY];
    else if (eat("+")) range = [1, Number.POSITIVE_INFINITY];
    else if (eat("?")) range = [0, 1];
    else if (eat("{")) {
      const [min = "", max] = until("}").split(",");
      range = [Number(min), max === undefined ? Number(min) : Number(max || Number.POSITIVE_INFINITY)];
    }
    if (range === undefined) return node;
    // Lazy or greedy: whether there is a match is the same.
    eat("?");
    return { kind: "repeat", node, min: range[0], max: range[1] };
  };
  const character = (): Node => {
    const from = at;
    if (eat("[")) {
      while (characters[at] !== "]") at += characters[at] === "\\" ? 2 : 1;
      at += 1;
    } else if (eat("\\")) {
      escape();
    } else {
      at += 1;
      const literal = characters[from];
      if (literal !== ".") return { kind: "character", matches: (candidate) => candidate === literal };
    }
    // One character at a time there is nothing to backtrack into, so the engine may say what a class means.
    const one = new RegExp(`^${characters.slice(from, at).join("")}$`, "u");
    return { kind: "character", matches: (candidate) => one.test(candidate) };
  };
  const escape = (): void => {
    const letter = characters[at] ?? "";
    at += 1;
    if (letter === "k" || /[1-9]/.test(letter)) throw unsupported("a back-reference");
    if (letter === "x") at += 2;
    else if (letter === "c") at += 1;
    else if (/[pPu]/.test(letter) && eat("{")) until("}");
    else if (letter === "u") {
      const first = Number.parseInt(characters.slice(at, at + 4).join(""), 16);
      at += 4;
      // Two halves of one character.
      if (first >= 0xd800 && first <= 0xdbff && eat("\\u")) at += 4;
    }
  };

  return choice();
}

/** Writes a program; `left` is what it and the lookaheads in it may take together. */
function programOf(root: Node, left: { instructions: number; readonly tick: () => void }): Program {
  const program: Instruction[] = [];
  const emit = <T extends Instruction>(instruction: T): T => {
    if (left.instructions <= 0) throw new Error("a pattern is too large to be checked.");
    left.tick();
    left.instructions -= 1;
    program.push(instruction);
    return instruction;
  };
  const fork = (): { readonly to: number[] } => emit({ kind: "fork", to: [] });
  const write = (node: Node): void => {
    switch (node.kind) {
      case "character":
      case "assertion":
        emit(node);
        return;
      case "lookahead":
        emit({ kind: "lookahead", program: programOf(node.node, left), wanted: node.wanted });
        return;
      case "sequence":
        node.nodes.forEach(write);
        return;
      case "choice": {
        const start = fork();
        const ends = node.nodes.map((branch) => {
          start.to.push(program.length);
          write(branch);
          return fork();
        });
        for (const end of ends) end.to.push(program.length);
        return;
      }
      case "repeat":
        repeat(node);
    }
  };
  const repeat = ({ node, min, max }: Extract<Node, { kind: "repeat" }>): void => {
    for (let count = 0; count < min; count += 1) write(node);
    if (max === Number.POSITIVE_INFINITY) {
      const start = program.length;
      const again = fork();
      again.to.push(program.length);
      write(node);
      fork().to.push(start);
      again.to.push(program.length);
      return;
    }
    const skips: { readonly to: number[] }[] = [];
    for (let count = min; count < max; count += 1) {
      const maybe = fork();
      maybe.to.push(program.length);
      skips.push(maybe);
      write(node);
    }
    for (const skip of skips) skip.to.push(program.length);
  };
  write(root);
  emit({ kind: "match" });
  return program;
}

/** Follows every way at once. `start` undefined inside lookahead means: from there only. */
function run(
  program: Program,
  text: readonly string[],
  start: number,
  tick: () => void,
  anchored = false,
): boolean {
  /** For each place in the program, the place in the text (from 1) at which it was last entered. */
  const entered = new Uint32Array(program.length);
  let waiting: number[] = [];

  const enter = (from: number, at: number, into: number[]): boolean => {
    const open = [from];
    while (open.length > 0) {
      const place = open.pop()!;
      if (entered[place] === at + 1) continue;
      entered[place] = at + 1;
      tick();
      const instruction = program[place]!;
      switch (instruction.kind) {
        case "match":
          return true;
        case "character":
          into.push(place);
          break;
        case "fork":
          for (const next of instruction.to) open.push(next);
          break;
        case "assertion":
          if (instruction.holds(text, at)) open.push(place + 1);
          break;
        case "lookahead":
          if (run(instruction.program, text, at, tick, true) === instruction.wanted) open.push(place + 1);
      }
    }
    return false;
  };

  for (let at = start; at <= text.length; at += 1) {
    if ((at === start || !anchored) && enter(0, at, waiting)) return true;
    if (waiting.length === 0 && anchored) return false;
    const next: number[] = [];
    const character = text[at];
    for (const place of waiting) {
      const instruction = program[place]!;
      tick();
      if (character === undefined || instruction.kind !== "character" || !instruction.matches(character))
        continue;
      if (enter(place + 1, at + 1, next)) return true;
    }
    waiting = next;
  }
  return false;
}

function isWordBoundary(text: readonly string[], at: number): boolean {
  return isWord(text[at - 1]) !== isWord(text[at]);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}

function unsupported(what: string): Error {
  return new Error(`a pattern uses ${what}, which cannot be checked in bounded time.`);
}
