import type { AnyNode, Expression, Identifier, PrivateIdentifier, Super } from "acorn";

/** A way to something of the global object, e.g. `navigator.serviceWorker.register`. */
export interface GlobalPath {
  readonly path: string;
  /** The identifier it starts from: it is global only when no scope declares that name. */
  readonly root: Identifier;
}

/** Names under which the global object has itself. */
const ITSELF = /^(?:(?:window|self|globalThis|frames|document\.defaultView)\.)+/;

/** The path that an expression takes from the global object; undefined for any other expression. */
export function globalPath(node: Expression | Super | PrivateIdentifier | AnyNode): GlobalPath | undefined {
  const names: string[] = [];
  let at: typeof node | undefined = node;
  while (at !== undefined) {
    switch (at.type) {
      case "Identifier":
        names.push(at.name);
        return {
          path: names
            .toReversed()
            .join(".")
            .replace(ITSELF, "")
            .replace(/^document\.location\b/, "location"),
          root: at,
        };
      case "MemberExpression": {
        const name = propertyName(at);
        if (name === undefined || names.length > 8) return undefined;
        names.push(name);
        at = at.object;
        break;
      }
      case "ChainExpression":
        at = at.expression;
        break;
      case "SequenceExpression":
        // As in (0, eval)(text), which is how bundlers write a call without a receiver.
        at = at.expressions.at(-1);
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** The name of the property that a member expression means, where it says so. */
export function propertyName(node: Extract<AnyNode, { type: "MemberExpression" }>): string | undefined {
  const { property, computed } = node;
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "PrivateIdentifier" ? undefined : fixedText(property)?.text;
}

/** What is known of a text before the code runs. */
export interface FixedText {
  readonly text: string;
  /** Whether `text` is all of it; else it is how it begins. */
  readonly whole: boolean;
}

/** The text that an expression is, or begins with, when that can be read off it. */
export function fixedText(node: AnyNode | null | undefined): FixedText | undefined {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" ? { text: node.value, whole: true } : undefined;
    case "TemplateLiteral": {
      const text = node.quasis[0]?.value.cooked;
      return typeof text === "string" ? { text, whole: node.expressions.length === 0 } : undefined;
    }
    case "BinaryExpression": {
      if (node.operator !== "+") return undefined;
      let left: AnyNode = node;
      while (left.type === "BinaryExpression" && left.operator === "+") left = left.left;
      const begin = left.type === "BinaryExpression" ? undefined : fixedText(left);
      return begin && { text: begin.text, whole: false };
    }
    default:
      return undefined;
  }
}

/** How a text ends, as far as that can be read off. */
export function fixedEnd(node: AnyNode): string | undefined {
  if (node.type === "TemplateLiteral") return node.quasis.at(-1)?.value.cooked ?? undefined;
  if (node.type === "BinaryExpression" && node.operator === "+") return fixedEnd(node.right);
  return fixedText(node)?.text;
}
