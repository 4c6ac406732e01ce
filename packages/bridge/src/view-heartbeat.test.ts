import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createViewHeartbeat, type ViewHeartbeat } from "./view-heartbeat.ts";

interface Scene {
  readonly heartbeat: ViewHeartbeat;
  readonly page: { visibilityState: DocumentVisibilityState };
  readonly heard: string[];
  /** Answers every beat at once, as a View whose thread runs. */
  alive: boolean;
}

function scene(): Scene {
  const heard: string[] = [];
  const page: Scene["page"] = { visibilityState: "visible" };
  const heartbeat = createViewHeartbeat({
    document: page,
    seconds: 8,
    beat() {
      heard.push("beat");
      if (made.alive) heartbeat.answered();
    },
    onHung: (seconds) => heard.push(`hung ${seconds}`),
    onRecovered: (seconds) => heard.push(`recovered ${seconds}`),
  });
  const made = { heartbeat, page, heard, alive: true };
  return made;
}

describe("A heartbeat", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("of a View that runs says nothing", () => {
    const { heard, heartbeat } = scene();
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual(Array.from({ length: 30 }, () => "beat"));
    expect(heartbeat.hung()).toBe(false);
  });

  test("names a View that hangs after its time, and not one that is busy for less", () => {
    const busy = scene();
    busy.alive = false;
    vi.advanceTimersByTime(9000);
    busy.heartbeat.answered();
    expect(busy.heard).toEqual(["beat"]);
    busy.heartbeat.stop();

    const hung = scene();
    hung.alive = false;
    vi.advanceTimersByTime(10_000);
    expect(hung.heard).toEqual(["beat", "hung 8"]);
    expect(hung.heartbeat.hung()).toBe(true);
  });

  test("sends no second question while the first has no answer", () => {
    const view = scene();
    view.alive = false;
    vi.advanceTimersByTime(600_000);
    expect(view.heard.filter((what) => what === "beat")).toHaveLength(1);
  });

  test("says when a hung View answers again", () => {
    const view = scene();
    view.alive = false;
    vi.advanceTimersByTime(12_000);
    view.heartbeat.answered();
    expect(view.heard.at(-1)).toBe("recovered 10");
    expect(view.heartbeat.hung()).toBe(false);
  });

  test("neither asks nor counts while the page is hidden, where browsers slow frames down", () => {
    const view = scene();
    view.page.visibilityState = "hidden";
    vi.advanceTimersByTime(60_000);
    expect(view.heard).toEqual([]);
    view.page.visibilityState = "visible";
    view.alive = false;
    vi.advanceTimersByTime(6000);
    view.page.visibilityState = "hidden";
    vi.advanceTimersByTime(60_000);
    view.page.visibilityState = "visible";
    vi.advanceTimersByTime(6000);
    expect(view.heard).toEqual(["beat"]);
  });

  test("that is stopped is silent", () => {
    const view = scene();
    view.heartbeat.stop();
    view.heartbeat.stop();
    vi.advanceTimersByTime(60_000);
    expect(view.heard).toEqual([]);
  });
});
