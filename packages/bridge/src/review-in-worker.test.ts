import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ReviewAnswer, reviewInWorker, type ReviewRequest } from "./review-in-worker.ts";
import { templateOf } from "./review.test.fixture.ts";

/** The browser's worker: answers with nothing found, says nothing about `stuck`, and fails on `crash`. */
class TestWorker extends EventTarget {
  #busy = false;
  #queue: ReviewRequest[] = [];

  constructor() {
    super();
    workers.push(this);
  }

  postMessage(request: ReviewRequest): void {
    this.#queue.push(request);
    queueMicrotask(() => this.#work());
  }

  terminate(): void {
    this.#queue = [];
  }

  #work(): void {
    const request = this.#busy ? undefined : this.#queue.shift();
    if (request === undefined) return;
    const { id, template } = request;
    if (template.html === "stuck") this.#busy = true;
    else if (template.html === "crash") this.dispatchEvent(errorEvent("It failed."));
    else if (template.html === "unloadable") this.dispatchEvent(errorEvent(undefined));
    else
      this.dispatchEvent(new MessageEvent("message", { data: { id, findings: [] } satisfies ReviewAnswer }));
  }
}

function errorEvent(message: string | undefined): Event {
  return Object.assign(new Event("error"), { message });
}

let workers: TestWorker[] = [];

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
  vi.stubGlobal("Worker", TestWorker);
  vi.stubGlobal("document", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const BLOCKED = [expect.objectContaining({ rule: "not-reviewable", severity: "blocking" })];

test("Reviews that come together share one worker", async () => {
  const [one, two] = [await templateOf("one"), await templateOf("two")];
  expect(await Promise.all([reviewInWorker(one), reviewInWorker(two)])).toEqual([[], []]);
  expect(workers).toHaveLength(1);
});

test("A template whose review does not end is blocked, and those behind it are reviewed by another worker", async () => {
  const [stuck, next] = [await templateOf("stuck"), await templateOf("next")];
  const reviews = Promise.all([reviewInWorker(stuck), reviewInWorker(next)]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await reviews).toEqual([BLOCKED, []]);
  expect(workers).toHaveLength(2);
});

test("A template that makes the worker fail is blocked, and is not tried again in the page", async () => {
  const [crash, next] = [await templateOf("crash"), await templateOf("next")];
  expect(await Promise.all([reviewInWorker(crash), reviewInWorker(next)])).toEqual([BLOCKED, []]);
});

test("Where no worker can be loaded, the page reviews", async () => {
  expect(await reviewInWorker(await templateOf("unloadable"))).toBeUndefined();
  expect(await reviewInWorker(await templateOf("next"))).toBeUndefined();
  expect(workers).toHaveLength(1);
});
