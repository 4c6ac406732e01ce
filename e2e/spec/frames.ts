import type { Frame, Response } from "@playwright/test";
import type { Stage } from "./stage.ts";

/** The document of the only View on the page, once it is there. */
export async function viewFrame({ page, expect }: Stage): Promise<Frame> {
  const views = (): Frame[] =>
    page.frames().filter((frame) => URL.parse(frame.url())?.pathname.startsWith("/view/") === true);
  await expect.poll(() => views().length, { message: "there is one View's document" }).toBe(1);
  const [frame] = views();
  if (frame === undefined) throw new Error("The View's document is gone again.");
  return frame;
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
