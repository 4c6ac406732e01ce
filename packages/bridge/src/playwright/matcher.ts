import type { ExpectMatcherState, MatcherReturnType } from "@playwright/test";
import { pollUntil } from "./poll-until.ts";

/** How a matcher that waits is made. */
export interface Expectation<T> {
  /** What is done once, before. Default: nothing. */
  readonly begin?: () => Promise<void>;
  /** What is looked at, again and again. */
  readonly read: () => Promise<T>;
  readonly holds: (value: T) => boolean;
  /** What should be, with `not` where it should not. */
  readonly expected: (not: "" | "not ") => string;
  /** What is instead. */
  readonly actual: (value: T) => string | Promise<string>;
}

/** How a matcher can be told to wait longer or shorter than the runner's `expect.timeout`. */
export interface MatcherOptions {
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Waits until it holds, or with `.not` until it does not, for as long as the runner's expectations wait. */
export async function settle<T>(
  state: ExpectMatcherState,
  { timeout }: MatcherOptions,
  { begin, read, holds, expected, actual }: Expectation<T>,
): Promise<MatcherReturnType> {
  await begin?.();
  const value = await pollUntil(read, (seen) => holds(seen) !== state.isNot, timeout ?? timeoutOf(state));
  const pass = holds(value);
  // The message is made now: later the page may be gone.
  const text = pass === state.isNot ? `${expected(state.isNot ? "not " : "")}\n\n${await actual(value)}` : "";
  return { pass, message: () => text };
}

/** The runner's own default, for runners that do not tell theirs. */
const DEFAULT_TIMEOUT_MS = 5000;

function timeoutOf({ timeout }: { readonly timeout?: number }): number {
  return timeout ?? DEFAULT_TIMEOUT_MS;
}
