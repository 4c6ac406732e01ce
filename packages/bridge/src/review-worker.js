// The worker in which templates are reviewed. Plain JavaScript, so that its file has the same name in source and build.
import { reviewTemplate } from "./review-template.ts";

globalThis.addEventListener(
  "message",
  (/** @type {MessageEvent<import("./review-in-worker.ts").ReviewRequest>} */ { data: { id, template } }) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- from a worker, to its page
    globalThis.postMessage({ id, findings: reviewTemplate(template) });
  },
);
