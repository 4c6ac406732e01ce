import type { Page } from "@playwright/test";
import type { PageApi } from "./page-api.ts";

/** Asks the host's page for something; what it throws arrives as a plain sentence. */
export type CallPage = <Method extends keyof PageApi>(
  method: Method,
  ...args: Parameters<PageApi[Method]>
) => Promise<Awaited<ReturnType<PageApi[Method]>>>;

/** Creates the {@link CallPage} of a page that shows the host. */
export function createCallPage(page: Page): CallPage {
  return async (method, ...args) => {
    const asked: { readonly method: keyof PageApi; readonly args: unknown } = { method, args };
    const reply = await page.evaluate(
      (wanted) => globalThis.vitrineKit?.(wanted.method, wanted.args as readonly unknown[]),
      asked,
    );
    if (reply === undefined) throw new Error("The page left its host: open Views with vitrine.open only.");
    if (!reply.ok) throw new Error(reply.reason);
    return reply.value as never;
  };
}
