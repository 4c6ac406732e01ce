// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ARMING_MS, armAfterCalm } from "./arming.ts";

let stop: (() => void) | undefined;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop?.();
  vi.useRealTimers();
});

/** A button that counts only while armed, under a person who presses it every 100 ms without looking. */
function rhythm(options?: { readonly delayMs: number }): number {
  let armed = false;
  let counted = 0;
  stop = armAfterCalm((now) => (armed = now), options);
  for (let press = 0; press < 50; press += 1) {
    vi.advanceTimersByTime(100);
    if (armed) counted += 1;
    document.dispatchEvent(new Event("pointerdown"));
    document.dispatchEvent(new Event("click"));
  }
  return counted;
}

test("No rhythm of presses gets through; without the wait each of them does", () => {
  expect(rhythm()).toBe(0);
  stop?.();
  expect(rhythm({ delayMs: 0 })).toBe(50);
});

test("Held keys begin the wait anew, Escape does not", () => {
  const heard: boolean[] = [];
  stop = armAfterCalm((armed) => heard.push(armed));
  vi.advanceTimersByTime(ARMING_MS - 1);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  vi.advanceTimersByTime(ARMING_MS - 1);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual([true]);
});

test("It waits again when the page comes back into sight", () => {
  const heard: boolean[] = [];
  stop = armAfterCalm((armed) => heard.push(armed));
  vi.advanceTimersByTime(ARMING_MS);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(heard).toEqual([true, false]);
  vi.advanceTimersByTime(ARMING_MS);
  expect(heard).toEqual([true, false, true]);
});

test("A press after the wait does not take the answer away", () => {
  const heard: boolean[] = [];
  stop = armAfterCalm((armed) => heard.push(armed));
  vi.advanceTimersByTime(ARMING_MS);
  document.dispatchEvent(new Event("pointerdown"));
  vi.advanceTimersByTime(ARMING_MS * 2);
  expect(heard).toEqual([true]);
});

test("It tells nobody once it was stopped", () => {
  const heard: boolean[] = [];
  armAfterCalm((armed) => heard.push(armed))();
  vi.advanceTimersByTime(ARMING_MS * 2);
  expect(heard).toEqual([]);
});
