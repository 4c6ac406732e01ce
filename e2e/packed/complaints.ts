import type { Page } from "@playwright/test";

/**
 * Collects what the browser complains about from now on, in the page and in every frame: errors, warnings, and what a
 * policy blocked. The pages of the sandbox's probe try what must not work, so what they run into is left out.
 */
export async function listenForComplaints(page: Page): Promise<() => readonly string[]> {
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    const { url } = message.location();
    const probing = URL.canParse(url) && new URL(url).pathname.startsWith("/probe");
    if (!probing && ["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.addInitScript(() => {
    // What a page catches, such as a refused `new Function`, is in no console.
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, documentURI }) => {
      if (new URL(documentURI).pathname.startsWith("/probe")) return;
      // oxlint-disable-next-line no-console -- the console is what leads from every frame to the test.
      console.error(`${violatedDirective} blocked ${blockedURI} in ${documentURI}`);
    });
  });
  return () => complaints;
}
