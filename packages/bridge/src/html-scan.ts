import { defaultTreeAdapter, type DefaultTreeAdapterTypes, Parser } from "parse5";
import { BeyondBounds, type ReviewBudget } from "./review-budget.ts";
import type { SourcePiece, Spot } from "./source-piece.ts";

/** An element of a template, of a document nested in it, or of markup in its code. */
export interface ScannedElement {
  readonly tag: string;
  /** Names in lower case, values as the browser reads them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly spot: Spot;
}

/** Code that a browser would run. */
export interface ScannedCode {
  readonly piece: SourcePiece;
  readonly kind: "classic" | "module" | "handler";
}

/** The parts of an HTML document that a review looks at. */
export interface ScannedHtml {
  readonly elements: readonly ScannedElement[];
  readonly code: readonly ScannedCode[];
  readonly styles: readonly SourcePiece[];
  /** Import maps and speculation rules: data that makes the browser load something. */
  readonly maps: readonly SourcePiece[];
  /** Words and attribute values that differ from how they are written in the HTML. */
  readonly decoded: readonly (SourcePiece & { readonly written: string })[];
}

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** Browsers nest no deeper than this either. */
const DEEPEST = 512;
/** Characters that are parsed between two looks at the clock; few, as an element may have very many attributes. */
const STEP = 65_536;
const JAVASCRIPT_TYPE =
  /^(?:(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/i;
const JAVASCRIPT_URL =
  /^[^!-\uFFFF]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i;
const MAX_NESTED = 3;

/**
 * Parses a document as a browser does, and the documents in `srcdoc` attributes with it.
 * @throws BeyondBounds when it is nested too deeply or too large to be looked through.
 */
export function scanHtml(html: string, budget: ReviewBudget): ScannedHtml {
  const scan = { elements: [], code: [], styles: [], maps: [], decoded: [] };
  scanDocument({ text: html, start: 0, literal: true }, scan, budget, 0);
  return scan;
}

/** The elements of markup in a text, for instance in a string of a script. */
export function scanMarkup(piece: SourcePiece, budget: ReviewBudget): readonly ScannedElement[] {
  budget.look();
  const scan: Scan = { elements: [], code: [], styles: [], maps: [], decoded: [] };
  const parser = Parser.getFragmentParser(null, { ...optionsFor(budget) });
  parser.tokenizer.write(piece.text, true);
  for (const element of elementsOf(parser.getFragment())) scan.elements.push(scannedElement(element, piece));
  return scan.elements;
}

interface Scan {
  readonly elements: ScannedElement[];
  readonly code: ScannedCode[];
  readonly styles: SourcePiece[];
  readonly maps: SourcePiece[];
  readonly decoded: (SourcePiece & { readonly written: string })[];
}

function scanDocument(source: SourcePiece, scan: Scan, budget: ReviewBudget, depth: number): void {
  budget.spend("nested documents");
  for (const node of nodesOf(parseInSteps(source.text, budget))) {
    if (defaultTreeAdapter.isTextNode(node)) {
      const from = node.sourceCodeLocation?.startOffset ?? 0;
      const written = source.text.slice(from, node.sourceCodeLocation?.endOffset);
      if (written !== node.value) scan.decoded.push({ ...pieceIn(source, from, node.value, false), written });
    } else if (defaultTreeAdapter.isElementNode(node)) {
      scanElement(node, source, scan);
      const srcdoc = node.tagName === "iframe" && node.attrs.find(({ name }) => name === "srcdoc");
      if (!srcdoc) continue;
      if (depth === MAX_NESTED) throw new BeyondBounds("nests documents in documents too deeply");
      const piece = pieceIn(source, locationOf(node, "srcdoc").startOffset, srcdoc.value, false);
      scanDocument(piece, scan, budget, depth + 1);
    }
  }
}

function scanElement(node: Element, source: SourcePiece, scan: Scan): void {
  const element = scannedElement(node, source);
  scan.elements.push(element);
  const { tag, attributes } = element;
  const type = attributes.get("type")?.trim().toLowerCase() ?? "";
  if (tag === "script" || tag === "style") {
    const inside = contentOf(node, source);
    if (tag === "style") scan.styles.push(inside);
    else if (type === "importmap" || type === "speculationrules") scan.maps.push(inside);
    else if (type === "module") scan.code.push({ piece: inside, kind: "module" });
    else if (type === "" || JAVASCRIPT_TYPE.test(type)) scan.code.push({ piece: inside, kind: "classic" });
  }
  for (const attribute of node.attrs) {
    const name = nameOf(attribute);
    const { startOffset, endOffset } = locationOf(node, name);
    const piece = pieceIn(source, startOffset, attribute.value, false);
    const written = source.text.slice(startOffset, endOffset);
    if (!written.includes(piece.text)) scan.decoded.push({ ...piece, written });
    if (name === "style") scan.styles.push(piece);
    else if (/^on./.test(name)) scan.code.push({ piece, kind: "handler" });
    else if (JAVASCRIPT_URL.test(piece.text)) {
      const text = percentDecoded(piece.text.replace(JAVASCRIPT_URL, ""));
      scan.code.push({ piece: { ...piece, text }, kind: "handler" });
    }
  }
}

function optionsFor(budget: ReviewBudget) {
  let depth = 0;
  return {
    sourceCodeLocationInfo: true,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(...made: Parameters<typeof defaultTreeAdapter.createElement>) {
        budget.spend("elements");
        return defaultTreeAdapter.createElement(...made);
      },
      onItemPush() {
        if (++depth > DEEPEST) throw new BeyondBounds(`nests elements more than ${DEEPEST} deep`);
      },
      onItemPop() {
        depth--;
      },
    },
  };
}

function parseInSteps(html: string, budget: ReviewBudget): Node {
  const parser = new Parser(optionsFor(budget));
  for (let from = 0; from === 0 || from < html.length; from += STEP) {
    budget.look();
    parser.tokenizer.write(html.slice(from, from + STEP), from + STEP >= html.length);
  }
  return parser.document;
}

/** Every node, without recursion: depth is the template's choice. */
function* nodesOf(root: Node): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const children = "childNodes" in node ? node.childNodes : [];
    for (const child of children.toReversed()) waiting.push(child);
    if ("content" in node) waiting.push(node.content);
  }
}

function* elementsOf(root: Node): Generator<Element> {
  for (const node of nodesOf(root)) if (defaultTreeAdapter.isElementNode(node)) yield node;
}

function scannedElement(node: Element, source: SourcePiece): ScannedElement {
  const attributes = new Map(
    node.attrs.map((attribute) => [nameOf(attribute).toLowerCase(), attribute.value]),
  );
  const offset = node.sourceCodeLocation?.startOffset ?? 0;
  return { tag: node.tagName.toLowerCase(), attributes, spot: { piece: source, offset } };
}

/** What stands between the tags, as it is written: so its offsets are those of the HTML. */
function contentOf(node: Element, source: SourcePiece): SourcePiece {
  const { startTag, endTag, endOffset } = node.sourceCodeLocation ?? {};
  const from = startTag?.endOffset ?? 0;
  return pieceIn(source, from, source.text.slice(from, endTag?.startOffset ?? endOffset ?? from), true);
}

function nameOf({ name, prefix }: Element["attrs"][number]): string {
  return prefix ? `${prefix}:${name}` : name;
}

function locationOf(node: Element, name: string): { startOffset: number; endOffset: number } {
  const at = node.sourceCodeLocation;
  const attributes = at?.attrs;
  // Names of SVG are given back in mixed case, but kept as they were read.
  return (
    attributes?.[name] ??
    attributes?.[name.toLowerCase()] ?? { startOffset: at?.startOffset ?? 0, endOffset: 0 }
  );
}

function pieceIn(source: SourcePiece, offset: number, text: string, literal: boolean): SourcePiece {
  const start = source.literal ? source.start + offset : source.start;
  return { text, start, literal: literal && source.literal };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
