/** Control characters (also C1, some of which are commands to a terminal), and what makes text look like other text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text that a server, a View or a file brought, for a terminal: what would not be seen, or would command the terminal,
 * stands there as `\uXXXX`. JSON keeps its meaning by it.
 */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, (char) =>
    Array.from({ length: char.length }, (_, at) => {
      const unit = char.charCodeAt(at).toString(16).padStart(4, "0");
      return `\\u${unit}`;
    }).join(""),
  );
}
