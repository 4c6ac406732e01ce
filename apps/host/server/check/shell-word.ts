/** Writes text as one word of a POSIX shell: names of tools stand in commands that a person copies. */
export function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
