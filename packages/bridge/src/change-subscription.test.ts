import { expect, test, vi } from "vitest";
import { type ChangeSubscriptionOptions, keepSubscribed, type Subscription } from "./change-subscription.ts";

type Opening = Awaited<Subscription["closed"]> | { readonly code: number } | Error;

/** Opens what is listed, one after the other; then ends by the abort of the signal. */
async function run(
  openings: readonly Opening[],
  random = 0,
): Promise<{ delays: number[]; reopened: number }> {
  const delays: number[] = [];
  const onReopened = vi.fn();
  const ending = new AbortController();
  const rest = openings.values();
  const options: ChangeSubscriptionOptions = {
    open() {
      const { value: next } = rest.next();
      if (next === undefined) ending.abort();
      return typeof next === "string"
        ? Promise.resolve({ closed: Promise.resolve(next) })
        : Promise.reject(next);
    },
    onReopened,
    signal: ending.signal,
    wait: (ms) => Promise.resolve(void delays.push(ms)),
    random: () => random,
  };
  await keepSubscribed(options);
  return { delays, reopened: onReopened.mock.calls.length };
}

test("a torn stream is opened again, and what was missed is asked for", async () => {
  expect(await run(["remote", "remote", "local"])).toEqual({ delays: [500, 500], reopened: 2 });
});

test.each(["local", "graceful"] as const)("a stream that ended as %s stays closed", async (how) => {
  expect(await run([how, "remote"])).toEqual({ delays: [], reopened: 0 });
});

test("delays grow with each failure up to 30 seconds, and start anew after a success", async () => {
  const down = new Error("down");
  const { delays } = await run([down, down, down, down, down, down, "remote", "local"]);
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 500]);
});

test("delays are spread out", async () => {
  expect((await run(["remote", "local"], 0.5)).delays).toEqual([750]);
});

test("a server that does not know the method is not asked again", async () => {
  expect(await run([{ code: -32601 }, "remote"])).toEqual({ delays: [], reopened: 0 });
});

test("waiting ends with the signal", async () => {
  const ending = new AbortController();
  const kept = keepSubscribed({
    open: () => Promise.resolve({ closed: Promise.resolve("remote") }),
    onReopened: () => {},
    signal: ending.signal,
  });
  ending.abort();
  await expect(kept).resolves.toBeUndefined();
});
