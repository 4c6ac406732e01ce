/** Thrown for a reference that cannot be filled in. `message` continues a sentence. */
export class VariableError extends Error {
  override readonly name = "VariableError";
}

/**
 * Fills in `${NAME}` and `${NAME:-default}` from the environment. As in a shell, the default also stands in for an
 * empty variable. Throws a {@link VariableError} when a variable without default is not set.
 */
export function fillVariables(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([^}]*)\}/g, (reference, inner: string) => {
    const match = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inner);
    if (match === null)
      throw new VariableError(`${reference} is not of the form \${NAME} or \${NAME:-default}`);
    const [, name, fallback] = match;
    const value = env[name!];
    if (fallback !== undefined) return value === undefined || value === "" ? fallback : value;
    if (value === undefined) {
      throw new VariableError(
        `the environment variable ${name} is not set: set it, or write \${${name}:-default}`,
      );
    }
    return value;
  });
}
