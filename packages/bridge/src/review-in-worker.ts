import type { Finding } from "./review.ts";
import type { Template } from "./template.ts";

/** What a reviewing worker is asked, and what it answers. */
export interface ReviewRequest {
  readonly id: number;
  readonly template: Template;
}
export interface ReviewAnswer {
  readonly id: number;
  readonly findings: readonly Finding[];
}

interface Waiting {
  readonly template: Template;
  readonly resolve: (findings: readonly Finding[] | undefined) => void;
}

/** Three times what a review gives itself. It looks at the clock between steps; this is for a step without an end. */
const STUCK_MS = 60_000;
const STUCK: Finding = {
  rule: "not-reviewable",
  severity: "blocking",
  message: "It could not be reviewed as a whole: its review did not end.",
};

/** In the order in which they are asked, and answered. */
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let watch: ReturnType<typeof setTimeout> | undefined;
let lastId = 0;
/** Workers cannot be started here: by the page's policy, or because there are none. */
let unavailable = false;

/** Reviews in a worker; resolves with undefined where there can be none. */
export function reviewInWorker(template: Template): Promise<readonly Finding[] | undefined> {
  if (unavailable || typeof Worker === "undefined" || typeof document === "undefined") {
    return Promise.resolve(undefined);
  }
  return new Promise((resolve) => {
    waiting.set(++lastId, { template, resolve });
    ask(lastId, template);
  });
}

function ask(id: number, template: Template): void {
  try {
    worker ??= startWorker();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage({ id, template } satisfies ReviewRequest);
    watch ??= setTimeout(skip, STUCK_MS);
  } catch {
    giveUp();
  }
}

function startWorker(): Worker {
  const started = new Worker(new URL("./review-worker.js", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<ReviewAnswer>) => {
    settle(data.id, data.findings);
    // Reviews come in bursts; between them its parsers need no memory.
    if (waiting.size === 0) stop();
    else watchAnew();
  });
  // One that cannot be loaded tells so without a message; a message is about a template that it failed on.
  started.addEventListener("error", ({ message }) => (message ? skip() : giveUp()));
  return started;
}

/**
 * Gives the first that waits a finding that blocks it, and the others another worker. To review it in the page instead
 * would hold up the page for as long.
 */
function skip(): void {
  stop();
  const [stuck] = waiting.keys();
  if (stuck !== undefined) settle(stuck, [STUCK]);
  for (const [id, { template }] of waiting) ask(id, template);
}

function settle(id: number, findings: readonly Finding[] | undefined): void {
  waiting.get(id)?.resolve(findings);
  waiting.delete(id);
}

/** Whoever waits is served by the page itself. */
function giveUp(): void {
  unavailable = true;
  stop();
  for (const id of waiting.keys()) settle(id, undefined);
}

function watchAnew(): void {
  clearTimeout(watch);
  watch = setTimeout(skip, STUCK_MS);
}

function stop(): void {
  clearTimeout(watch);
  watch = undefined;
  worker?.terminate();
  worker = undefined;
}
