import { format, type SchemaDraft, Validator } from "@cfworker/json-schema";
import { isRecord } from "./json-rpc.ts";
import { compileSafePattern } from "./safe-pattern.ts";

/** A JSON Schema that cannot keep the page busy, whatever its server wrote into it. */
export interface BoundedSchema {
  /**
   * The validator's verdict.
   * @throws Error when there is none within half a second.
   */
  readonly validate: (instance: unknown) => ReturnType<Validator["validate"]>;
}

/** How to judge by a schema. */
export interface BoundedSchemaOptions {
  /** The dialect of the schema. Default: 2020-12, as in MCP. */
  readonly draft?: SchemaDraft;
  /** Whether all problems are wanted or the first is enough. Default: the first. */
  readonly everything?: boolean;
}

/** Ordinary arguments take less than a hundredth of it. */
const CHECK_MS = 500;
/** A schema that ran out of time this often is not tried again: a View could call without end. */
const MAX_TIMEOUTS = 3;
/** Every two items of such a list are compared. */
const MAX_UNIQUE_ITEMS = 1000;
/** Every one of them is looked up among all others. */
const MAX_PATTERN_NAMES = 2000;

/** Keywords whose values are named schemas; `dependencies` is one of draft-07. */
const MAPS = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

type Json = Record<string, unknown>;

/**
 * Prepares a schema for a validator that knows no bounds. Requirements:
 * - no pattern of the server runs in the browser's own engine, which can take forever; see `safe-pattern.ts`;
 * - references that multiply, long `enum`s and `uniqueItems` end with the time, too.
 */
export function createBoundedSchema(
  schema: object,
  { draft = "2020-12", everything = false }: BoundedSchemaOptions = {},
): BoundedSchema {
  const clock = createClock();
  let kept: Guarded | undefined;
  let timeouts = 0;

  return {
    validate(instance) {
      if (timeouts >= MAX_TIMEOUTS) throw new Error("checking it took too long before.");
      clock.start();
      try {
        const guarded = kept ?? guardSchema({ schema, draft, everything, instance, tick: clock.tick });
        if (guarded.reusable) kept = guarded;
        return validateWith(guarded, instance);
      } catch (error) {
        if (error === clock.over) timeouts += 1;
        throw error;
      }
    },
  };
}

/** The validator knows formats from its table only; ours are in it no longer than this check takes. */
function validateWith({ validator, formats }: Guarded, instance: unknown): ReturnType<Validator["validate"]> {
  const table: Record<string, (text: string) => boolean> = format;
  for (const [name, test] of formats) table[name] = test;
  try {
    return validator.validate(instance);
  } finally {
    for (const name of formats.keys()) delete table[name];
  }
}

function createClock(): { readonly start: () => void; readonly tick: () => void; readonly over: Error } {
  const over = new Error("checking the arguments takes too long.");
  let end = 0;
  let ticks = 0;
  return {
    over,
    start() {
      end = performance.now() + CHECK_MS;
    },
    tick() {
      ticks += 1;
      if (ticks % 64 === 0 && performance.now() > end) throw over;
    },
  };
}

interface Guarded {
  readonly validator: Validator;
  /** What takes the place of patterns, by the name of the format that stands in the schema. */
  readonly formats: ReadonlyMap<string, (text: string) => boolean>;
  /** Whether it serves other arguments, too. */
  readonly reusable: boolean;
}

function guardSchema({
  schema,
  draft,
  everything,
  instance,
  tick,
}: Required<BoundedSchemaOptions> & {
  readonly schema: object;
  readonly instance: unknown;
  readonly tick: () => void;
}): Guarded {
  const formats = new Map<string, (text: string) => boolean>();
  const { names, longest } = measure(instance);
  let reusable = true;

  const guardText = (node: Json): void => {
    const { pattern, format: named } = node;
    if (typeof pattern === "string") {
      const { test } = compileSafePattern(pattern, tick);
      const also = typeof named === "string" ? known(named) : () => true;
      const name = `of the pattern ${pattern}${typeof named === "string" ? ` and of ${named}` : ""}`;
      formats.set(name, (text) => test(text, tick) && also(text));
      node["format"] = name;
      delete node["pattern"];
    } else if (named === "url") {
      formats.set("of a URL", isUrl);
      node["format"] = "of a URL";
    }
  };

  /** The names of these very arguments that match take the place of the pattern: literal text cannot backtrack. */
  const guardNames = (node: Json): void => {
    const patterns = node["patternProperties"];
    if (!isRecord(patterns)) return;
    reusable = false;
    if (names.size > MAX_PATTERN_NAMES) throw new Error("the arguments have too many names to check.");
    const byNames = new Map<string, unknown[]>();
    for (const [pattern, subschema] of Object.entries(patterns)) {
      const { test } = compileSafePattern(pattern, tick);
      const matching = [...names].filter((name) => test(name, tick)).map(literally);
      if (matching.length === 0) continue;
      const key = `^(?:${matching.join("|")})$`;
      byNames.set(key, [...(byNames.get(key) ?? []), subschema]);
    }
    node["patternProperties"] = Object.fromEntries([...byNames].map(([key, allOf]) => [key, { allOf }]));
  };

  const guard = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(guard);
    if (!isRecord(node)) return;
    const schemaNode = node as Json;
    guardText(schemaNode);
    guardNames(schemaNode);
    if (schemaNode["uniqueItems"]) {
      reusable = false;
      if (longest > MAX_UNIQUE_ITEMS) {
        throw new Error(`lists of more than ${MAX_UNIQUE_ITEMS} items cannot be compared item by item.`);
      }
    }
    // The validator reads this with every evaluation, which makes it the place to look at the clock.
    Object.defineProperty(schemaNode, "__absolute_recursive_ref__", {
      configurable: true,
      get() {
        tick();
        return undefined;
      },
    });
    for (const [keyword, value] of Object.entries(schemaNode)) {
      // Data, which the validator never takes for a schema.
      if (keyword === "const" || (keyword === "enum" && Array.isArray(value))) continue;
      if (MAPS.has(keyword) && isRecord(value)) Object.values(value).forEach(guard);
      if (!MAPS.has(keyword) || keyword === "dependencies") guard(value);
    }
  };

  // The validator writes notes into the schema; the declaration must stay as it came.
  const copy = structuredClone(schema);
  guard(copy);
  return { validator: new Validator(copy, draft, !everything), formats, reusable };
}

/** Every property name of the arguments, and the length of their longest list. */
function measure(instance: unknown): { readonly names: ReadonlySet<string>; readonly longest: number } {
  const names = new Set<string>();
  let longest = 0;
  const open = [instance];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) longest = Math.max(longest, value.length);
    else if (isRecord(value)) for (const name of Object.keys(value)) names.add(name);
    if (typeof value === "object" && value !== null)
      for (const child of Object.values(value)) open.push(child);
  }
  return { names, longest };
}

/** The validator's own test for a format; one that it does not know is met by anything. Its `url` backtracks. */
function known(named: string): (text: string) => boolean {
  if (named === "url") return isUrl;
  const table: Readonly<Record<string, (text: string) => boolean>> = format;
  return (Object.hasOwn(table, named) ? table[named] : undefined) ?? (() => true);
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^(?:https?|ftp):/i.test(text);
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
