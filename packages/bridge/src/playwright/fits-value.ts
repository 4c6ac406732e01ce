/**
 * Whether a value is what was expected: the same JSON, or what an asymmetric matcher such as `expect.any(String)` or
 * `expect.objectContaining(…)` takes, at any depth.
 */
export function fitsValue(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return Object.is(expected, actual);
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (typeof actual !== "object" || actual === null || Array.isArray(expected) !== Array.isArray(actual))
    return false;
  const wanted = definedFields(expected);
  const given = definedFields(actual);
  return (
    wanted.size === given.size &&
    [...wanted].every(([name, value]) => given.has(name) && fitsValue(value, given.get(name)))
  );
}

/** JSON has no `undefined`: a field that is undefined is a field that is not there. */
function definedFields(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** An expected value for a message: JSON, with asymmetric matchers by their names. */
export function describeValue(expected: unknown): string {
  return JSON.stringify(expected, (_name, value: unknown) => (isAsymmetric(value) ? nameOf(value) : value));
}

interface Asymmetric {
  asymmetricMatch(actual: unknown): boolean;
  /** Its name with what it takes; not every matcher has one. */
  toAsymmetricMatcher?(): string;
  toString(): string;
}

function nameOf(matcher: Asymmetric): string {
  return matcher.toAsymmetricMatcher?.() ?? matcher.toString();
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return typeof value === "object" && value !== null && "asymmetricMatch" in value;
}
