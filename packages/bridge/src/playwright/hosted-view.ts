import type { Page } from "@playwright/test";
import type { CallPage } from "./call-page.ts";
import { situationOf } from "./situation.ts";
import type { HostedView, ViewHost } from "./vitrine.ts";

const CONSENT_TIMEOUT_MS = 10_000;

/** Creates the handle of a View: a locator of frames into its document, with the host's side of it. */
export function createHostedView(page: Page, call: CallPage, id: string): HostedView {
  const container = page.locator(`[data-view="${id}"]`);
  const host: ViewHost = {
    id,
    async setTheme(theme) {
      await page.emulateMedia({ colorScheme: theme });
      await call("setContext", { theme });
    },
    setContext: (change) => call("setContext", change),
    setDisplayMode: (mode) => call("setDisplayMode", id, mode),
    async resize({ width, height }) {
      const window = page.viewportSize();
      if (height !== undefined && window !== null) await page.setViewportSize({ ...window, height });
      await call("setWidth", id, width);
    },
    stream: (partials) => call("stream", id, partials),
    complete: (args) => call("complete", id, args),
    cancel: (reason = "The test cancelled it.") => call("cancel", id, reason),
    async consent(answer) {
      const question = await call("asked", id, CONSENT_TIMEOUT_MS);
      if (question === undefined) {
        const waited = `The View asked nothing within ${CONSENT_TIMEOUT_MS / 1000} s.`;
        throw new Error(`${waited}
${await situationOf(host)}`);
      }
      await call("answer", id, answer);
    },
    close: () => call("close", id),
    state: () => call("state", id),
    messages: () => call("messages", id),
    modelContext: async () => (await call("modelContexts", id)).at(-1),
    modelContexts: () => call("modelContexts", id),
    question: () => call("asked", id, 0),
    record: () => call("viewRecord", id),
  };
  return Object.assign(container.frameLocator("iframe").frameLocator("iframe"), { host });
}
