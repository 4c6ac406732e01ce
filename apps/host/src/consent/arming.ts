/** A dialog that appears under a moving pointer must not take the click that was meant for what was there before. */
export const ARMING_MS = 500;

/** What a person does who has not yet seen what came up. Escape is left out: it only ever denies. */
const PRESSES = ["pointerdown", "click", "keydown"] as const;

/**
 * Calls `onArmed(true)` once nothing was pressed for {@link ARMING_MS}. A press before that begins the wait anew, so
 * that no rhythm of clicks gets through; so does a page that comes back into sight, where the wait could have passed
 * unseen. Returns what ends it.
 */
export function armAfterCalm(onArmed: (armed: boolean) => void, { delayMs = ARMING_MS } = {}): () => void {
  const until = new AbortController();
  let armed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = (): void => {
    clearTimeout(timer);
    if (armed) onArmed(false);
    armed = false;
    timer = setTimeout(() => {
      armed = true;
      onArmed(true);
    }, delayMs);
  };
  const press = (event: Event): void => {
    if (!armed && !(event instanceof KeyboardEvent && event.key === "Escape")) begin();
  };
  for (const type of PRESSES) document.addEventListener(type, press, { capture: true, signal: until.signal });
  document.addEventListener("visibilitychange", begin, { signal: until.signal });
  begin();

  return () => {
    until.abort();
    clearTimeout(timer);
  };
}
