type Schema = Readonly<Record<string, unknown>>;

/** Schemas can refer to themselves; a value that goes deeper than this is not looked for. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 100;
const MAX_LENGTH = 10_000;

/** Values that most validators take for a format. */
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "2026-01-26T12:00:00Z",
  date: "2026-01-26",
  time: "12:00:00Z",
  duration: "PT1H",
  email: "person@example.com",
  "idn-email": "person@example.com",
  hostname: "example.com",
  "idn-hostname": "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  url: "https://example.com/",
  "uri-reference": "https://example.com/",
  iri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
  "json-pointer": "/name",
  regex: ".*",
};

/**
 * A small value that a JSON Schema should take: what it names itself (`const`, `default`, `examples`, `enum`), else
 * the least that its type and bounds ask for. Optional properties are there only where the schema names a value.
 * `undefined` when it cannot tell; the result still has to be checked, as patterns and conditions are not read.
 */
export function exampleOf(schema: unknown): unknown {
  return example(schema, schema, 0);
}

function example(schema: unknown, root: unknown, depth: number): unknown {
  if (schema === true) return "example";
  if (!isSchema(schema) || depth > MAX_DEPTH) return undefined;
  const named = namedValue(schema);
  if (named !== undefined) return named;
  const whole = resolved(schema, root, depth);
  if (whole === undefined) return undefined;
  if (whole !== schema) return example(whole, root, depth + 1);
  const { anyOf, oneOf, ...rest } = schema;
  const choices = anyOf ?? oneOf;
  if (!Array.isArray(choices)) return ofType(schema, root, depth);
  for (const choice of (choices as readonly unknown[]).filter(isSchema)) {
    const made = example(merge(rest, choice), root, depth + 1);
    if (made !== undefined) return made;
  }
  return undefined;
}

function namedValue(schema: Schema): unknown {
  if (schema["const"] !== undefined) return schema["const"];
  if (schema["default"] !== undefined) return schema["default"];
  const { examples, enum: choices } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as unknown;
  if (schema["example"] !== undefined) return schema["example"];
  return Array.isArray(choices) ? (choices[0] as unknown) : undefined;
}

/** With `$ref` and `allOf` put in; the same object when it has neither, nothing when a reference leads nowhere. */
function resolved(schema: Schema, root: unknown, depth: number): Schema | undefined {
  const { $ref: ref, allOf, ...rest } = schema;
  const parts: unknown[] = Array.isArray(allOf) ? [...(allOf as readonly unknown[])] : [];
  if (typeof ref === "string") parts.push(pointed(ref, root));
  if (parts.length === 0) return schema;
  if (depth > MAX_DEPTH) return undefined;
  let whole: Schema = rest;
  for (const part of parts) {
    const also = isSchema(part) ? resolved(part, root, depth + 1) : undefined;
    if (also === undefined) return undefined;
    whole = merge(also, whole);
  }
  return whole;
}

/** What a reference inside the schema leads to. One that leaves it is never followed. */
function pointed(ref: string, root: unknown): unknown {
  if (ref === "#") return root;
  if (!ref.startsWith("#/")) return undefined;
  const steps = ref
    .slice(2)
    .split("/")
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step) ? (at as Schema)[step] : undefined,
    root,
  );
}

function merge(first: Schema, second: Schema): Schema {
  const properties = { ...objectOf(first["properties"]), ...objectOf(second["properties"]) };
  const required = [...listOf(first["required"]), ...listOf(second["required"])];
  return {
    ...first,
    ...second,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

function ofType(schema: Schema, root: unknown, depth: number): unknown {
  switch (typeOf(schema)) {
    case "object":
      return objectExample(schema, root, depth);
    case "array":
      return arrayExample(schema, root, depth);
    case "string":
      return textExample(schema);
    case "integer":
      return numberExample(schema, 1);
    case "number":
      return numberExample(schema, undefined);
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return "example";
  }
}

function typeOf(schema: Schema): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return (type as readonly unknown[]).find((one) => one !== "null") ?? "null";
  if (type !== undefined) return type;
  if (isSchema(schema["properties"]) || Array.isArray(schema["required"])) return "object";
  return isSchema(schema["items"]) ? "array" : undefined;
}

function objectExample(schema: Schema, root: unknown, depth: number): unknown {
  const properties = objectOf(schema["properties"]);
  const required = listOf(schema["required"]);
  const made: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const property = Object.hasOwn(properties, name) ? properties[name] : true;
    const needed = required.includes(name);
    if (!needed && !(isSchema(property) && isNamedByAuthor(property))) continue;
    const value = example(property, root, depth + 1);
    if (value === undefined && needed) return undefined;
    if (value !== undefined) made.push([name, value]);
  }
  return Object.fromEntries(made);
}

/** A choice that may be left out is left out; a default or an example was written to be used. */
function isNamedByAuthor(schema: Schema): boolean {
  return ["const", "default", "examples", "example"].some((key) => schema[key] !== undefined);
}

function arrayExample(schema: Schema, root: unknown, depth: number): unknown {
  const least = Math.min(numberOf(schema["minItems"]) ?? 0, MAX_ITEMS);
  const first = Array.isArray(schema["prefixItems"]) ? (schema["prefixItems"] as readonly unknown[]) : [];
  const items = Array.from({ length: least }, (_, index) =>
    example(first[index] ?? schema["items"] ?? true, root, depth + 1),
  );
  return items.includes(undefined) ? undefined : items;
}

function textExample(schema: Schema): string {
  const { format } = schema;
  const known = typeof format === "string" && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (known !== undefined) return known;
  const least = Math.min(numberOf(schema["minLength"]) ?? 0, MAX_LENGTH);
  const most = numberOf(schema["maxLength"]) ?? Infinity;
  return "example".padEnd(least, " example").slice(0, Math.max(most, least));
}

function numberExample(schema: Schema, whole: 1 | undefined): number {
  const step = numberOf(schema["multipleOf"]) ?? whole;
  const above = numberOf(schema["exclusiveMinimum"]);
  const below = numberOf(schema["exclusiveMaximum"]);
  const least = numberOf(schema["minimum"]) ?? (above === undefined ? undefined : above + (step ?? 0.5));
  const most = numberOf(schema["maximum"]) ?? (below === undefined ? undefined : below - (step ?? 0.5));
  // One is what most counts and pages begin with.
  const wanted = Math.min(Math.max(1, least ?? -Infinity), most ?? Infinity);
  if (step === undefined) return wanted;
  return Math.ceil(Math.max(least ?? -Infinity, wanted) / step) * step > (most ?? Infinity)
    ? Math.floor((most ?? wanted) / step) * step
    : Math.ceil(wanted / step) * step;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
