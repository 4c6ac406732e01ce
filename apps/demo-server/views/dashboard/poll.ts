const pause = 4000;

/** A repeated question that rests while nobody can see the View. */
export interface Poll {
  start(): void;
  stop(): void;
}

/**
 * Asks four seconds after the last answer, and only while the page is visible and on screen.
 * `ask` says whether to go on: after a refusal the poll stops instead of asking again and again.
 */
export function createPoll(ask: () => Promise<boolean>, changed: (running: boolean) => void): Poll {
  let wanted = false;
  let onScreen = true;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(): void {
    clearTimeout(timer);
    const running = wanted && onScreen && document.visibilityState === "visible";
    changed(running);
    if (running && !asking) timer = setTimeout(() => void turn(), pause);
  }

  async function turn(): Promise<void> {
    asking = true;
    const goOn = await ask();
    asking = false;
    if (!goOn) wanted = false;
    schedule();
  }

  document.addEventListener("visibilitychange", schedule);
  new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? true;
    schedule();
  }).observe(document.body);

  return {
    start() {
      wanted = true;
      schedule();
    },
    stop() {
      wanted = false;
      schedule();
    },
  };
}
