import type { AnyNode, Pattern } from "acorn";

/** Which names the scopes of a script declare. Built up while a walk goes through it, asked when the walk is over. */
export interface ScriptScopes {
  /** Takes in what a node declares. `ancestors` ends with the node itself. */
  declare(node: AnyNode, ancestors: readonly AnyNode[]): void;
  /** The scopes around a node, the innermost last. */
  around(ancestors: readonly AnyNode[]): readonly AnyNode[];
  /** Whether one of these scopes declares the name, so that it is not the global one. */
  declares(name: string, scopes: readonly AnyNode[]): boolean;
}

const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
const BLOCK =
  /^(?:BlockStatement|ForStatement|ForInStatement|ForOfStatement|SwitchStatement|StaticBlock|CatchClause|ClassExpression)$/;

export function createScriptScopes(): ScriptScopes {
  const names = new Map<AnyNode, Set<string>>();

  function add(scope: AnyNode | undefined, patterns: readonly (Pattern | null | undefined)[]): void {
    if (scope === undefined) return;
    const known = names.get(scope) ?? new Set();
    names.set(scope, known);
    for (const name of patternNames(patterns)) known.add(name);
  }

  return {
    declare(node, ancestors) {
      switch (node.type) {
        case "VariableDeclaration": {
          const scope = node.kind === "var" ? functionAround(ancestors) : blockAround(ancestors);
          add(
            scope,
            node.declarations.map(({ id }) => id),
          );
          break;
        }
        case "FunctionDeclaration":
        case "FunctionExpression":
        case "ArrowFunctionExpression":
          add(node, node.params);
          // Its own name is seen inside, and a declaration's in the function around as well, blocks or not.
          add(node, [node.id]);
          if (node.type === "FunctionDeclaration") add(functionAround(ancestors), [node.id]);
          break;
        case "ClassDeclaration":
          add(blockAround(ancestors), [node.id]);
          break;
        case "ClassExpression":
          add(node, [node.id]);
          break;
        case "CatchClause":
          add(node, [node.param]);
          break;
        case "ImportDeclaration":
          add(
            ancestors[0],
            node.specifiers.map(({ local }) => local),
          );
          break;
        default:
      }
    },
    around: (ancestors) =>
      ancestors.filter(({ type }) => type === "Program" || FUNCTION.test(type) || BLOCK.test(type)),
    declares: (name, scopes) => scopes.some((scope) => names.get(scope)?.has(name)),
  };
}

function functionAround(ancestors: readonly AnyNode[]): AnyNode | undefined {
  return ancestors.findLast(
    ({ type }, index) =>
      type === "Program" || type === "StaticBlock" || (FUNCTION.test(type) && index < ancestors.length - 1),
  );
}

function blockAround(ancestors: readonly AnyNode[]): AnyNode | undefined {
  return ancestors.findLast(
    ({ type }, index) =>
      index < ancestors.length - 1 && (type === "Program" || FUNCTION.test(type) || BLOCK.test(type)),
  );
}

function patternNames(patterns: readonly (Pattern | null | undefined)[]): string[] {
  const found: string[] = [];
  const waiting: (Pattern | null | undefined)[] = [...patterns];
  for (let pattern = waiting.pop(); waiting.length > 0 || pattern; pattern = waiting.pop()) {
    switch (pattern?.type) {
      case "Identifier":
        found.push(pattern.name);
        break;
      case "ObjectPattern":
        waiting.push(
          ...pattern.properties.map((item) => (item.type === "Property" ? item.value : item.argument)),
        );
        break;
      case "ArrayPattern":
        waiting.push(...pattern.elements);
        break;
      case "AssignmentPattern":
        waiting.push(pattern.left);
        break;
      case "RestElement":
        waiting.push(pattern.argument);
        break;
      default:
    }
  }
  return found;
}
