/** Notices when a View's process answers no more. */
export interface ViewHeartbeat {
  /** The View's guard answered. */
  answered(): void;
  /** Whether it is hung now. */
  hung(): boolean;
  /** Ends it. A second call does nothing. */
  stop(): void;
}

const BEAT_MS = 2000;

/**
 * Asks every two seconds whether the View's thread still runs, as long as the page is visible: hidden pages are slowed
 * down by the browser. It is the guard script that answers (`sandbox/view-guard.js`), so an app that knows no `ping`
 * is not called hung for it. A beat that has no answer is not followed by another, or they would pile up in the View.
 *
 * Silence is counted in beats, not by the clock: after a machine slept, or this page itself was busy, the answer
 * that lies ready gets its turn before the next beat.
 *
 * @param options.seconds of silence that count as hung.
 * @param options.onHung gets the seconds of silence; again with every beat, until there is an answer.
 */
export function createViewHeartbeat(options: {
  readonly document: Pick<Document, "visibilityState">;
  readonly seconds: number;
  readonly beat: () => void;
  readonly onHung: (silentSeconds: number) => void;
  readonly onRecovered: (silentSeconds: number) => void;
}): ViewHeartbeat {
  const { document, seconds, beat, onHung, onRecovered } = options;
  let waiting = false;
  let silentBeats = 0;
  const silentSeconds = (): number => (silentBeats * BEAT_MS) / 1000;
  const isHung = (): boolean => silentSeconds() >= seconds;

  const timer = setInterval(() => {
    if (!waiting) {
      if (document.visibilityState === "hidden") return;
      waiting = true;
      beat();
      return;
    }
    // What hangs does not recover by being hidden, but it cannot be told from being slowed down.
    if (document.visibilityState === "hidden" && !isHung()) silentBeats = 0;
    else silentBeats += 1;
    if (isHung()) onHung(silentSeconds());
  }, BEAT_MS);

  return {
    answered() {
      const recovered = isHung();
      const silent = silentSeconds();
      waiting = false;
      silentBeats = 0;
      if (recovered) onRecovered(silent);
    },
    hung: isHung,
    stop: () => clearInterval(timer),
  };
}
