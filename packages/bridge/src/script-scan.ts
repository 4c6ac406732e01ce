import { type AnyNode, Parser, type Token, tokTypes } from "acorn";
import { fullAncestor } from "acorn-walk";
import { hiddenCharacters } from "./hidden-characters.ts";
import type { ScannedCode } from "./html-scan.ts";
import { BeyondBounds, type ReviewBudget } from "./review-budget.ts";
import { createScriptScopes } from "./script-scopes.ts";
import { type FoundUse, type ScriptUse, usesOf } from "./script-uses.ts";
import type { SourcePiece, Spot } from "./source-piece.ts";

/** What was found in one piece of code. */
export interface ScannedScript {
  readonly piece: SourcePiece;
  readonly uses: readonly { readonly use: ScriptUse; readonly spot: Spot }[];
  /** Strings that hold markup. */
  readonly markup: readonly SourcePiece[];
  /** Names with characters in them that cannot be seen. */
  readonly hiddenNames: readonly Spot[];
  /** Why it could not be parsed, and where; its uses are then known by name only. */
  readonly problem?: { readonly message: string; readonly spot: Spot };
}

const MARKUP = /<(?:input|textarea|iframe|frame|form|link|button)\b/i;
const LONGEST_MARKUP = 100_000;
/** Checking a pattern can cost the square of its length, and is one step to whoever looks at the clock. */
const LONGEST_PATTERN = 50_000;

/** What the parser's types leave out: the step in which it checks a regular expression. */
interface ChecksPatterns {
  validateRegExpPattern(state: { readonly source: string }): void;
}

/** The parser, with a bound where it cannot be interrupted. Classes are the only way to extend it. */
const BoundedParser = Parser.extend((base) => {
  const Base = base as unknown as new (...given: never[]) => ChecksPatterns;
  class Bounded extends Base {
    override validateRegExpPattern(state: { readonly source: string }): void {
      if (state.source.length > LONGEST_PATTERN) throw new BeyondBounds("has a very long regular expression");
      super.validateRegExpPattern(state);
    }
  }
  return Bounded as unknown as typeof Parser;
});

/**
 * Parses a piece of code and finds what it uses. A name counts as the global one only where no scope declares it.
 * Code that is no JavaScript is read token by token.
 * @throws BeyondBounds when it cannot be looked through within bounds.
 */
export function scanScript({ piece, kind }: ScannedCode, budget: ReviewBudget): ScannedScript {
  const { text } = piece;
  budget.look();
  let program: AnyNode;
  try {
    program = BoundedParser.parse(text, {
      ecmaVersion: "latest",
      sourceType: kind === "module" ? "module" : "script",
      allowReturnOutsideFunction: kind === "handler",
      allowHashBang: false,
      onToken: () => budget.spend("tokens"),
    });
  } catch (error) {
    if (isOverflow(error)) throw tooDeep();
    if (!(error instanceof SyntaxError)) throw error;
    return scanTokens(piece, error, budget);
  }
  try {
    return scanTree(piece, program, budget);
  } catch (error) {
    if (isOverflow(error)) throw tooDeep();
    throw error;
  }
}

/** The stack is full: a RangeError, in Firefox an InternalError, and what the parser makes of either. */
function isOverflow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /^(?:RangeError|InternalError)$/.test(error.name) || error.message.startsWith("Not enough stack space")
  );
}

function tooDeep(): BeyondBounds {
  return new BeyondBounds("has code that is nested too deeply");
}

function scanTree(piece: SourcePiece, program: AnyNode, budget: ReviewBudget): ScannedScript {
  const scopes = createScriptScopes();
  const found: (FoundUse & { readonly around: readonly AnyNode[] })[] = [];
  const markup: SourcePiece[] = [];
  const hiddenNames: Spot[] = [];
  // Most code has none, and looking at each name takes time.
  const hides = !hiddenCharacters(piece.text).next().done;

  fullAncestor(program, (node, _state, ancestors) => {
    budget.spend("nodes of code");
    scopes.declare(node, ancestors);
    for (const use of usesOf(node, ancestors)) {
      budget.spend("places where something was found");
      found.push({ ...use, around: scopes.around(ancestors) });
    }
    if (node.type === "Identifier" && hides && !hiddenCharacters(node.name).next().done) {
      hiddenNames.push({ piece, offset: node.start });
    }
    const string =
      node.type === "TemplateElement" ? node.value.cooked : node.type === "Literal" ? node.value : undefined;
    if (typeof string === "string" && string.length < LONGEST_MARKUP && MARKUP.test(string)) {
      markup.push({ text: string, start: piece.start + (piece.literal ? node.start : 0), literal: false });
    }
  });
  const global = found.filter(({ root, around }) => root === undefined || !scopes.declares(root, around));
  return {
    piece,
    uses: global.map(({ use, node }) => ({ use, spot: { piece, offset: node.start } })),
    markup,
    hiddenNames,
  };
}

/** What can be told of code that is no JavaScript, or of a kind that the parser does not know yet. */
function scanTokens(
  piece: SourcePiece,
  error: SyntaxError & { pos?: number },
  budget: ReviewBudget,
): ScannedScript {
  const uses: { use: ScriptUse; spot: Spot }[] = [];
  let before: Token | undefined;
  for (const token of tokensOf(piece.text, budget)) {
    const called = token.type === tokTypes.parenL && before?.type === tokTypes.name ? before : undefined;
    const evaluates = called && /^(?:eval|Function)$/.exec(piece.text.slice(called.start, called.end));
    if (evaluates) {
      uses.push({ use: { use: "eval", name: evaluates[0] }, spot: { piece, offset: called.start } });
    }
    const name = token.type === tokTypes.name ? piece.text.slice(token.start, token.end) : "";
    if (/^(?:webkit|moz)?RTCPeerConnection$/.test(name)) {
      uses.push({ use: { use: "webrtc", name }, spot: { piece, offset: token.start } });
    }
    before = token;
  }
  const message = error.message.replace(/ \(\d+:\d+\)$/, "");
  const spot = { piece, offset: Math.min(error.pos ?? 0, piece.text.length) };
  return { piece, uses, markup: [], hiddenNames: [], problem: { message, spot } };
}

/** Tokens, from one that is none on to the next line. */
function* tokensOf(text: string, budget: ReviewBudget): Generator<Token> {
  let from = 0;
  while (from < text.length) {
    budget.look();
    const tokens = BoundedParser.tokenizer(text.slice(from), { ecmaVersion: "latest", allowHashBang: false });
    let end = from;
    try {
      for (const token of tokens) {
        budget.spend("tokens");
        end = from + token.end;
        yield Object.assign(token, { start: token.start + from, end });
      }
      return;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const next = text.slice(end).search(/(?<=[\n\r;])/);
      if (next < 0) return;
      from = end + Math.max(next, 1);
    }
  }
}
