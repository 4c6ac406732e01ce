/** How much a View may say. Excess is dropped: requests are answered with an error, notifications are not. */
export interface MessageBounds {
  /** Messages a second, on average. */
  readonly rate: number;
  /** Messages at once. */
  readonly burst: number;
  /** Characters of all strings and keys of one message. */
  readonly maxCharacters: number;
  /** Values in one message: objects, arrays, strings, numbers … */
  readonly maxNodes: number;
}

/** One more message for this many characters, so that large messages are rarer than small ones. */
const CHARACTERS_PER_TOKEN = 128 * 1024;

/**
 * Counts the characters of a structured-clone value; stops at the bounds and answers `undefined` beyond them.
 * With `onlyJson`, also where there is something that JSON cannot say: a map or blob has a size that nobody counts.
 */
export function measureMessage(
  value: unknown,
  bounds: Pick<MessageBounds, "maxCharacters" | "maxNodes">,
  onlyJson = false,
): number | undefined {
  let characters = 0;
  let nodes = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (++nodes > bounds.maxNodes) return undefined;
    if (onlyJson && !isJson(next)) return undefined;
    if (typeof next === "string") characters += next.length;
    else if (ArrayBuffer.isView(next)) characters += next.byteLength;
    else if (next instanceof ArrayBuffer) characters += next.byteLength;
    else if (typeof next === "object" && next !== null) {
      for (const key of Object.keys(next)) {
        characters += key.length;
        open.push((next as Record<string, unknown>)[key]);
        // A sparse or huge array must not be walked to its end before the bound is noticed.
        if (open.length + nodes > bounds.maxNodes) return undefined;
      }
    }
    if (characters > bounds.maxCharacters) return undefined;
  }
  return characters;
}

/** Whether a value is of a kind that JSON knows, whatever is in it. `undefined` is how scripts leave a field out. */
function isJson(value: unknown): boolean {
  if (typeof value !== "object") return typeof value !== "bigint";
  if (value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A token bucket: `take(cost)` says whether there was room. */
export interface TokenBucket {
  take(cost: number): boolean;
}

/** Creates a full {@link TokenBucket}; `now` is in milliseconds. */
export function createTokenBucket(
  { rate, burst }: Pick<MessageBounds, "rate" | "burst">,
  now: () => number = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let last = now();
  return {
    take(cost) {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - last) / 1000) * rate);
      last = time;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}

/** Why a message was not let in; `undefined` lets it in. */
export type Overflow = "size" | "rate" | undefined;

/** Creates the host's own check: the proxy has the same one, but the proxy's process is the View's neighbour. */
export function createMessageGuard(bounds: MessageBounds, now?: () => number): (value: unknown) => Overflow {
  const bucket = createTokenBucket(bounds, now);
  return (value) => {
    const characters = measureMessage(value, bounds, true);
    if (characters === undefined) return "size";
    return bucket.take(1 + characters / CHARACTERS_PER_TOKEN) ? undefined : "rate";
  };
}
