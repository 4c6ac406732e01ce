const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** Reads again and again until what was read holds or the time is over; resolves with what was read last. */
export async function pollUntil<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs: number,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const value = await read();
    if (holds(value) || Date.now() >= deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
