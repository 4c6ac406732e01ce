/** A piece of a value as JSON: text of the value itself, or a remark on what is left out. */
export interface JsonPiece {
  readonly text: string;
  readonly remark: boolean;
}

/** How much of a value is shown. */
export interface JsonBudget {
  /** Levels of nesting. */
  readonly depth: number;
  /** Characters of one string; the middle of a longer one is left out, so that padding hides nothing behind it. */
  readonly string: number;
  /** Characters in all. */
  readonly total: number;
}

const INDENTED_LEVELS = 12;

/** A value as indented JSON within a budget, with a remark wherever something is left out. Never throws. */
export function exactJson(
  value: unknown,
  budget: JsonBudget,
): { readonly pieces: readonly JsonPiece[]; readonly complete: boolean } {
  const pieces: { text: string; remark: boolean }[] = [];
  let left = budget.total;
  let complete = true;

  const write = (text: string): void => {
    left -= text.length;
    const last = pieces.at(-1);
    if (last?.remark === false) last.text += text;
    else pieces.push({ text, remark: false });
  };
  const remark = (text: string): void => {
    complete = false;
    pieces.push({ text: `… ${text} …`, remark: true });
  };

  const writeString = (text: string): void => {
    if (text.length <= budget.string) return write(JSON.stringify(text));
    const tail = Math.floor(budget.string / 4);
    const head = budget.string - tail;
    write(JSON.stringify(text.slice(0, head)).slice(0, -1));
    remark(`${(text.length - budget.string).toLocaleString()} more characters of this text`);
    write(JSON.stringify(text.slice(-tail)).slice(1));
  };

  const writeMembers = (
    brackets: string,
    keys: readonly string[] | undefined,
    members: readonly unknown[],
    depth: number,
  ): void => {
    if (members.length === 0) return write(brackets);
    if (depth >= budget.depth) {
      write(brackets.charAt(0));
      remark(`${members.length.toLocaleString()} values, nested deeper than ${budget.depth} levels`);
      return write(brackets.charAt(1));
    }
    write(brackets.charAt(0));
    for (const [index, member] of members.entries()) {
      write(line(depth + 1));
      if (left <= 0) {
        remark(`${(members.length - index).toLocaleString()} more`);
        break;
      }
      if (keys !== undefined) {
        writeString(keys[index] ?? "");
        write(": ");
      }
      writeValue(member, depth + 1);
      if (index < members.length - 1) write(",");
    }
    write(line(depth) + brackets.charAt(1));
  };

  const writeValue = (part: unknown, depth: number): void => {
    if (typeof part === "string") return writeString(part);
    if (Array.isArray(part)) return writeMembers("[]", undefined, part, depth);
    if (typeof part !== "object" || part === null || part instanceof Date) {
      return write((typeof part === "bigint" ? undefined : JSON.stringify(part)) ?? String(part));
    }
    // As JSON does it, what is undefined is not sent, and so is not shown.
    const entries = Object.entries(part).filter(([, member]) => member !== undefined);
    writeMembers(
      "{}",
      entries.map(([key]) => key),
      entries.map(([, member]) => member),
      depth,
    );
  };

  writeValue(value, 0);
  return { pieces, complete };
}

function line(depth: number): string {
  return `\n${"  ".repeat(Math.min(depth, INDENTED_LEVELS))}`;
}
