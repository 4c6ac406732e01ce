import type { AnyNode, Expression, SpreadElement } from "acorn";
import { fixedEnd, fixedText, globalPath, propertyName } from "./script-globals.ts";

/** What a piece of code does that a reviewer may want to know. */
export type ScriptUse =
  | {
      readonly use:
        "eval" | "webrtc" | "wasm" | "worker" | "service-worker" | "navigation" | "storage" | "frame-access";
      readonly name: string;
    }
  /** It loads something from an address that is written there, as what CSP calls a connection, script or frame. */
  | { readonly use: "load"; readonly as: "connect" | "script" | "frame"; readonly url: string }
  /** It makes a script element load an address that ends like a script's. */
  | { readonly use: "script-element"; readonly name: string }
  | { readonly use: "make-frame"; readonly name: string }
  | { readonly use: "input"; readonly name: string }
  | { readonly use: "hint"; readonly name: string };

/** A use, and the global name that it counts for: it is none when a scope declares that name. */
export interface FoundUse {
  readonly use: ScriptUse;
  readonly node: AnyNode;
  /** Name of the identifier that must be global; undefined when it does not depend on one. */
  readonly root?: string;
}

const EVALUATES = new Set(["eval", "Function", "execScript"]);
const TIMERS = new Set(["setTimeout", "setInterval", "setImmediate"]);
const WEBRTC = /^(?:webkit|moz)?RTCPeerConnection$/;
const WASM = /^WebAssembly\.(?:compile|compileStreaming|instantiate|instantiateStreaming|Module)$/;
const STORAGE = /^(?:localStorage|sessionStorage|indexedDB|caches|cookieStore|document\.cookie)$/;
const NAVIGATES = /^(?:top\.|parent\.)*location(?:\.href)?$/;
const NAVIGATION_CALL = /^(?:top\.|parent\.)*location\.(?:assign|replace|reload)$/;
/** Beyond the parent's `postMessage`, which is how Views talk: the windows around, and what is in them. */
const WINDOWS = /^(?:(?:top|parent)\.)+(?!postMessage$|top$|parent$|window$|self$|location\b)[^.]+$/;
const SECRET_INPUT = /^(?:password|current-password|new-password|one-time-code|cc-number|cc-csc|cc-exp)$/;
const RESOURCE_HINT = /^(?:dns-prefetch|preconnect|prefetch|prerender)$/;

/** What a node of a syntax tree uses. `ancestors` ends with the node. */
export function usesOf(node: AnyNode, ancestors: readonly AnyNode[]): readonly FoundUse[] {
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
      return callUses(node, node.arguments, ancestors);
    case "AssignmentExpression":
      return assignmentUses(node);
    case "MemberExpression":
    case "Identifier":
      return referenceUses(node, ancestors);
    case "Property":
      return propertyUses(node);
    case "ImportExpression":
      return loads("script", node.source, node);
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return loads("script", node.source, node);
    default:
      return [];
  }
}

type Arguments = readonly (Expression | SpreadElement)[];
type Call = Extract<AnyNode, { type: "CallExpression" | "NewExpression" }>;

function callUses(node: Call, given: Arguments, ancestors: readonly AnyNode[]): readonly FoundUse[] {
  const found = globalPath(node.callee);
  const [first, second] = given;
  if (found === undefined)
    return node.callee.type === "MemberExpression" ? methodUses(node, first, second) : [];
  const { path, root } = found;
  const use = (what: ScriptUse): FoundUse[] => [{ use: what, node, root: root.name }];
  if (EVALUATES.has(path)) return isProbe(given, ancestors) ? [] : use({ use: "eval", name: path });
  if (TIMERS.has(path)) return isText(first) ? use({ use: "eval", name: path }) : [];
  if (WASM.test(path)) return use({ use: "wasm", name: path });
  if (NAVIGATION_CALL.test(path)) return use({ use: "navigation", name: path });
  if (path === "navigator.serviceWorker.register") return use({ use: "service-worker", name: path });
  if (path === "Worker" || path === "SharedWorker") {
    return [...use({ use: "worker", name: path }), ...loads("script", first, node, root.name)];
  }
  if (path === "importScripts")
    return given.flatMap((argument) => loads("script", argument, node, root.name));
  if (/^(?:fetch|WebSocket|EventSource|navigator\.sendBeacon)$/.test(path)) {
    return loads("connect", first, node, root.name);
  }
  return node.callee.type === "MemberExpression" ? methodUses(node, first, second) : [];
}

/** Methods of objects that no syntax tree tells the kind of: their names and arguments must say enough. */
function methodUses(
  node: Call,
  first: Arguments[number] | undefined,
  second: Arguments[number] | undefined,
): readonly FoundUse[] {
  if (node.callee.type !== "MemberExpression") return [];
  const name = propertyName(node.callee);
  const text = fixedText(first);
  if (name === "open" && /^(?:get|post|put|delete|head|patch|options)$/i.test(text?.text ?? "")) {
    return loads("connect", second, node);
  }
  if (name === "createElement" && /^(?:iframe|frame|fencedframe)$/i.test(text?.text ?? "")) {
    return [{ use: { use: "make-frame", name: text?.text ?? "" }, node }];
  }
  if (name === "setAttribute") return attributeUses(text?.text ?? "", second, node);
  return [];
}

function assignmentUses(node: Extract<AnyNode, { type: "AssignmentExpression" }>): readonly FoundUse[] {
  const { left, right } = node;
  const found = left.type === "Identifier" || left.type === "MemberExpression" ? globalPath(left) : undefined;
  if (found && NAVIGATES.test(found.path)) {
    return [{ use: { use: "navigation", name: found.path }, node, root: found.root.name }];
  }
  const name = left.type === "MemberExpression" ? propertyName(left) : undefined;
  return name === undefined ? [] : attributeUses(name, right, node);
}

/** What setting an attribute, or a property of its name, to a fixed value says. */
function attributeUses(name: string, value: AnyNode | undefined, node: AnyNode): readonly FoundUse[] {
  const text = fixedText(value);
  const lower = name.toLowerCase();
  if (lower === "src" && value !== undefined && /\.m?js(?:$|[?#])/i.test(fixedEnd(value) ?? "")) {
    return [{ use: { use: "script-element", name: text?.text ?? "" }, node }];
  }
  if (text?.whole !== true) return [];
  if ((lower === "type" || lower === "autocomplete") && SECRET_INPUT.test(text.text)) {
    return [{ use: { use: "input", name: text.text }, node }];
  }
  if (lower === "rel" && RESOURCE_HINT.test(text.text))
    return [{ use: { use: "hint", name: text.text }, node }];
  return [];
}

function referenceUses(
  node: Extract<AnyNode, { type: "MemberExpression" | "Identifier" }>,
  ancestors: readonly AnyNode[],
): readonly FoundUse[] {
  const found = globalPath(node);
  if (found === undefined) return [];
  const { path, root } = found;
  const use = (what: ScriptUse): FoundUse[] => [{ use: what, node, root: root.name }];
  if (WEBRTC.test(path) && !isAsked(ancestors)) return use({ use: "webrtc", name: path });
  if (STORAGE.test(path) && !isAsked(ancestors)) return use({ use: "storage", name: path });
  if (WINDOWS.test(path)) return use({ use: "frame-access", name: path });
  return [];
}

/** Properties of objects from which frameworks make elements: `{ type: "password" }`. */
function propertyUses(node: Extract<AnyNode, { type: "Property" }>): readonly FoundUse[] {
  const { key, computed, value } = node;
  if (computed) return [];
  const name = key.type === "Identifier" ? key.name : (fixedText(key)?.text ?? "");
  return /^(?:type|autocomplete|rel)$/i.test(name) ? attributeUses(name, value, node) : [];
}

function loads(
  as: "connect" | "script" | "frame",
  address: AnyNode | null | undefined,
  node: AnyNode,
  root?: string,
): readonly FoundUse[] {
  const text = fixedText(address)?.text;
  // The origin must be all there: what follows it may be put in when the code runs.
  if (text === undefined || !/^(?:https?|wss?):\/\/[^/?#]+(?:[/?#]|$)/i.test(text)) return [];
  return [{ use: { use: "load", as, url: text }, node, ...(root !== undefined && { root }) }];
}

/**
 * Whether evaluating is only tried: a fixed text in a `try`, or as the last resort behind `||` or `??`. Libraries
 * find out in this way where they run, and go on when it is refused.
 */
function isProbe(given: Arguments, ancestors: readonly AnyNode[]): boolean {
  if (!given.every((argument) => fixedText(argument)?.whole)) return false;
  for (const [index, { type }] of ancestors.entries()) {
    const above = ancestors[index - 1];
    if (above?.type === "TryStatement" && above.block === ancestors[index]) return true;
    if (
      type !== "LogicalExpression" &&
      above?.type === "LogicalExpression" &&
      above.right === ancestors[index]
    )
      return true;
  }
  return false;
}

/** Whether it is only asked whether there is such a thing: `typeof x`, `if (window.x)`, `x === undefined`. */
function isAsked(ancestors: readonly AnyNode[]): boolean {
  const node = ancestors.at(-1);
  const above = ancestors.at(-2);
  switch (above?.type) {
    case "UnaryExpression":
    case "BinaryExpression":
      return true;
    case "IfStatement":
    case "ConditionalExpression":
      return above.test === node;
    case "LogicalExpression":
      return above.operator === "&&" && above.left === node;
    default:
      return false;
  }
}

function isText(node: AnyNode | undefined): boolean {
  if (node?.type === "TemplateLiteral") return true;
  if (node?.type === "BinaryExpression" && node.operator === "+")
    return isText(node.left) || isText(node.right);
  return node?.type === "Literal" && typeof node.value === "string";
}
