import { isRecord } from "./json-rpc.ts";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const METHOD_NOT_FOUND = -32601;

/** A stream of change notifications; see `McpSubscription` of the SDK. */
export interface Subscription {
  /** How it ended: by us, by the server on purpose, or torn off. */
  readonly closed: Promise<"local" | "graceful" | "remote">;
}

export interface ChangeSubscriptionOptions {
  readonly open: (signal: AbortSignal) => Promise<Subscription>;
  /** The stream is back; what changed while it was away was missed. */
  readonly onReopened: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Waits; resolves early when the signal aborts. Default: a timer. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Keeps a change subscription open: a torn stream is opened again, after 1 to 30 seconds that grow with each
 * failure and are spread out, so that a restarted server does not meet all its clients at once. Resolves when the
 * server ended it on purpose, does not know the method, or the signal aborted.
 */
export async function keepSubscribed(options: ChangeSubscriptionOptions): Promise<void> {
  const { open, onReopened, signal, wait = waitFor, random = Math.random } = options;
  let opened = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { closed } = await open(signal);
      failures = 0;
      if (opened) onReopened();
      opened = true;
      if ((await closed) !== "remote") return;
    } catch (error) {
      if (isRecord(error) && error["code"] === METHOD_NOT_FOUND) return;
    }
    const delay = Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
    failures += 1;
    await wait(delay * (0.5 + random() / 2), signal);
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
