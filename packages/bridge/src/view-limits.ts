import { VitrineError } from "./errors.ts";
import type { MessageBounds } from "./message-bounds.ts";

/** How much one View may do. All are whole numbers. */
export interface ViewLimits {
  /** Messages a second, on average; more are dropped. Default 100. */
  readonly messagesPerSecond: number;
  /** Messages at once; more are dropped. Default 200. */
  readonly messagesAtOnce: number;
  /** Characters of all strings and keys of one message; a larger one is dropped. Default 16 Mi. */
  readonly messageCharacters: number;
  /** Values in one message: objects, arrays, strings …; a message with more is dropped. Default 50,000. */
  readonly messageValues: number;
  /** Tool calls under way at a time; more wait for their turn. Default 8. */
  readonly callsAtOnce: number;
  /** Requests that may wait beside those; more are refused. Default 32. */
  readonly callsWaiting: number;
  /** Actions a minute, each of which is recorded; more are refused without an entry of their own. Default 600. */
  readonly actionsPerMinute: number;
  /** Characters a minute that its actions may add to the record; more are refused likewise. Default 1 Mi. */
  readonly recordedCharactersPerMinute: number;
  /** Seconds without an answer of its process after which a visible View counts as hung. Default 8, at least 5. */
  readonly hungSeconds: number;
  /** Seconds without an answer after which it is removed unasked. Default 0: never, it is the person's to close. */
  readonly removeHungSeconds: number;
}

/** What one of the {@link ViewLimits} can be set to. */
export interface LimitRange {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** The default of each of the {@link ViewLimits}, and what can be set. The upper bounds are the sandbox proxy's own. */
export const VIEW_LIMITS: Readonly<Record<keyof ViewLimits, LimitRange>> = {
  messagesPerSecond: { default: 100, min: 1, max: 10_000 },
  messagesAtOnce: { default: 200, min: 1, max: 10_000 },
  messageCharacters: { default: 16 * 1024 * 1024, min: 1024, max: 64 * 1024 * 1024 },
  messageValues: { default: 50_000, min: 100, max: 1_000_000 },
  callsAtOnce: { default: 8, min: 1, max: 1000 },
  callsWaiting: { default: 32, min: 0, max: 10_000 },
  actionsPerMinute: { default: 600, min: 1, max: 100_000 },
  recordedCharactersPerMinute: { default: 1024 * 1024, min: 10_000, max: 1024 * 1024 * 1024 },
  hungSeconds: { default: 8, min: 5, max: 3600 },
  removeHungSeconds: { default: 0, min: 0, max: 86_400 },
};

/**
 * Completes what was given with the defaults.
 * @throws VitrineError `invalid-argument` for a name that is none, and for a value that is out of its range.
 */
export function resolveViewLimits(given: Readonly<Partial<ViewLimits>> = {}): ViewLimits {
  for (const [name, value] of Object.entries(given)) {
    const range = Object.hasOwn(VIEW_LIMITS, name) ? VIEW_LIMITS[name as keyof ViewLimits] : undefined;
    if (range === undefined) {
      const names = Object.keys(VIEW_LIMITS).join(", ");
      throw new VitrineError(
        "invalid-argument",
        `There is no limit "${name}"; those that can be set are ${names}.`,
      );
    }
    if (!Number.isInteger(value) || value < range.min || value > range.max) {
      throw new VitrineError(
        "invalid-argument",
        `The limit "${name}" is ${value}; it must be a whole number from ${range.min} to ${range.max}.`,
      );
    }
  }
  const defaults = Object.fromEntries(
    Object.entries(VIEW_LIMITS).map(([name, range]) => [name, range.default]),
  );
  return { ...(defaults as unknown as ViewLimits), ...given };
}

/** The limits of single messages, as the proxy is told and the host checks again. */
export function messageBounds(limits: ViewLimits): MessageBounds {
  return {
    rate: limits.messagesPerSecond,
    burst: limits.messagesAtOnce,
    maxCharacters: limits.messageCharacters,
    maxNodes: limits.messageValues,
  };
}
