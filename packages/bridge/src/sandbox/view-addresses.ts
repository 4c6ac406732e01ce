import { hex } from "../hex.ts";

/** One View that waits to be fetched. */
interface PendingView {
  /** Host name and port that the token is good for. */
  readonly host: string;
  readonly htmlDigest: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Single-use tokens for Views. */
export interface ViewAddresses {
  /** Makes a token; `undefined` when too many wait already. */
  issue(view: PendingView): string | undefined;
  /** Gives the View once, if the token is for this host and not older than 30 seconds. */
  redeem(token: string, host: string): PendingView | undefined;
}

const LIFETIME_MS = 30_000;
const MAX_PENDING = 1000;

/** Creates the store of {@link ViewAddresses}; `now` is in milliseconds. */
export function createViewAddresses(now: () => number): ViewAddresses {
  // In order of issue, so the first ones expire first.
  const pending = new Map<string, PendingView & { readonly expires: number }>();
  const sweep = (): void => {
    for (const [token, { expires }] of pending) {
      if (expires > now()) return;
      pending.delete(token);
    }
  };
  return {
    issue(view) {
      sweep();
      if (pending.size >= MAX_PENDING) return undefined;
      const token = hex(crypto.getRandomValues(new Uint8Array(16)));
      pending.set(token, { ...view, expires: now() + LIFETIME_MS });
      return token;
    },
    redeem(token, host) {
      sweep();
      const view = pending.get(token);
      // A token at the wrong host stays good at the right one: guessing hosts must not burn somebody's View.
      if (view?.host !== host) return undefined;
      pending.delete(token);
      return view;
    },
  };
}
