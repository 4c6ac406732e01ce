import { describe, expect, test, vi } from "vitest";
import { createSizeFollower } from "./view-size.ts";

function follow(maxHeight = 1000): {
  report: (height: number) => void;
  heights: number[];
  loops: number;
  pass: (ms: number) => void;
} {
  let time = 0;
  const heights: number[] = [];
  const onLoop = vi.fn();
  const follower = createSizeFollower({
    maxHeight,
    apply: (height) => heights.push(height),
    onLoop,
    schedule: (task) => task(),
    now: () => time,
  });
  return {
    report: (height) => follower.report({ height }),
    heights,
    get loops() {
      return onLoop.mock.calls.length;
    },
    pass: (ms) => {
      time += ms;
    },
  };
}

describe("The frame follows the View's height", () => {
  test("applies what is reported, rounded up and at most the maximum", () => {
    const { report, heights } = follow();
    report(200.4);
    report(5000);
    expect(heights).toEqual([201, 1000]);
  });

  test("ignores nothing, less than nothing and what is no number", () => {
    const { report, heights } = follow();
    report(0);
    report(-5);
    report(Number.NaN);
    expect(heights).toEqual([]);
  });

  test("ignores a shrink of a few pixels, which is a border echoing back", () => {
    const { report, heights } = follow();
    report(300);
    report(296);
    report(295);
    expect(heights).toEqual([300, 295]);
  });

  test("freezes a height that does not settle, and says so once", () => {
    const view = follow(100_000);
    for (let height = 10; height < 2000; height += 10) view.report(height);
    expect(view.heights.length).toBeLessThanOrEqual(30);
    expect(view.loops).toBe(1);
  });

  test("does not take slow growth for a loop", () => {
    const view = follow(100_000);
    for (let height = 10; height < 1000; height += 10) {
      view.pass(100);
      view.report(height);
    }
    expect(view.loops).toBe(0);
  });

  test("writes once for many reports in one frame", () => {
    const heights: number[] = [];
    const tasks: (() => void)[] = [];
    const follower = createSizeFollower({
      maxHeight: 1000,
      apply: (height) => heights.push(height),
      onLoop: () => {},
      schedule: (task) => tasks.push(task),
    });
    for (let height = 100; height <= 200; height += 10) follower.report({ height });
    for (const task of tasks) task();
    expect(heights).toEqual([200]);
  });
});
