import { describe, expect, test } from "vitest";
import { createViewBudget, type ViewBudget } from "./view-budget.ts";
import { resolveViewLimits, type ViewLimits } from "./view-limits.ts";

interface Scene {
  readonly budget: ViewBudget;
  readonly told: readonly string[];
  readonly wait: (seconds: number) => void;
}

function scene(limits: Partial<ViewLimits> = {}): Scene {
  const told: string[] = [];
  let time = 0;
  const budget = createViewBudget(resolveViewLimits(limits), {
    onExceeded: (reason) => told.push(reason),
    now: () => time,
  });
  return { budget, told, wait: (seconds) => (time += seconds * 1000) };
}

/** How many of `attempts` calls are let through. */
function taken(
  { budget }: Scene,
  attempts: number,
  request: object = { name: "add", arguments: {} },
): number {
  let count = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      budget.take(request);
      count += 1;
    } catch {
      // Counted by what is missing.
    }
  }
  return count;
}

describe("A View's budget", () => {
  test("lets a View work, and stops one that fills the record; without the bound all of it goes in", () => {
    expect(taken(scene(), 10_000)).toBe(600);
    expect(taken(scene({ actionsPerMinute: 100_000, recordedCharactersPerMinute: 2 ** 30 }), 10_000)).toBe(
      10_000,
    );
  });

  test("counts what the record would keep, not only how often", () => {
    const large = { name: "add", arguments: { text: "x".repeat(60_000) } };
    expect(taken(scene(), 600, large)).toBe(17);
    expect(taken(scene({ recordedCharactersPerMinute: 2 ** 30 }), 600, large)).toBe(600);
  });

  test("counts an argument that the record cuts off no higher than that", () => {
    const huge = { name: "add", arguments: { text: "x".repeat(5_000_000) } };
    expect(taken(scene(), 600, huge)).toBe(15);
  });

  test("fills again with time", () => {
    const view = scene({ actionsPerMinute: 60 });
    expect(taken(view, 100)).toBe(60);
    view.wait(10);
    expect(taken(view, 100)).toBe(10);
  });

  test("says which limit, to the View each time and to the record once a minute", () => {
    const view = scene({ actionsPerMinute: 2 });
    taken(view, 2);
    const refused = expect.objectContaining({
      code: "refused",
      message: "The View asked for more than 2 actions a minute; it has to wait.",
    });
    expect(() => view.budget.take({})).toThrow(refused);
    taken(view, 1000);
    expect(view.told).toEqual(["The View asked for more than 2 actions a minute; it has to wait."]);
    view.wait(60);
    taken(view, 1000);
    expect(view.told).toHaveLength(2);
  });
});
