import type { Frame, Page, Response } from "@playwright/test";
import type { Stage } from "./stage.ts";

/** The first frame of this page with such an address, once there is one. */
export async function frameAt(page: Page, matches: (address: URL) => boolean): Promise<Frame> {
  for (;;) {
    const found = page.frames().find((frame) => URL.canParse(frame.url()) && matches(new URL(frame.url())));
    if (found !== undefined) return found;
    await page.waitForEvent("framenavigated");
  }
}

/** The document of the only View on the page. */
export function viewFrame({ page }: Stage): Promise<Frame> {
  return frameAt(page, ({ pathname }) => pathname.startsWith("/view/"));
}

/** The page between the host and the only View on the page. */
export async function proxyFrame(stage: Stage): Promise<Frame> {
  const proxy = (await viewFrame(stage)).parentFrame();
  if (proxy === null) throw new Error("The View's document has no parent.");
  return proxy;
}

/** The answer that brings a View's document; for an opaque View, the document that it inherits its policy from. */
export function viewResponse({ page }: Stage): Promise<Response> {
  return page.waitForResponse((response) => /^\/(?:view\/.*|opaque)$/.test(new URL(response.url()).pathname));
}

/** The directives of an answer's policy, with their sources. */
export async function policyOf(
  response: Response,
): Promise<Readonly<Record<string, readonly string[] | undefined>>> {
  const policy = (await response.headerValue("content-security-policy")) ?? "";
  const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = "", ...sources]) => [name, sources]));
}
