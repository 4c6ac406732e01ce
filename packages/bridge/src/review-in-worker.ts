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

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;
/** Workers cannot be started here: by the page's policy, or because there are none. */
let unavailable = false;

/** Reviews in a worker; resolves with undefined where there can be none. */
export function reviewInWorker(template: Template): Promise<readonly Finding[] | undefined> {
  if (unavailable || typeof Worker === "undefined" || typeof document === "undefined") {
    return Promise.resolve(undefined);
  }
  return new Promise((resolve) => {
    const id = ++lastId;
    waiting.set(id, { template, resolve });
    try {
      worker ??= startWorker();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      worker.postMessage({ id, template } satisfies ReviewRequest);
    } catch {
      giveUp();
    }
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL("./review-worker.js", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<ReviewAnswer>) => {
    waiting.get(data.id)?.resolve(data.findings);
    waiting.delete(data.id);
    // Reviews come in bursts; between them its parsers need no memory.
    if (waiting.size === 0) stop();
  });
  started.addEventListener("error", giveUp);
  return started;
}

/** Whoever waits is served by the page itself. */
function giveUp(): void {
  unavailable = true;
  stop();
  for (const { resolve } of waiting.values()) resolve(undefined);
  waiting.clear();
}

function stop(): void {
  worker?.terminate();
  worker = undefined;
}
