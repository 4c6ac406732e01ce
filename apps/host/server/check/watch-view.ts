import { z } from "zod";

const text = z
  .unknown()
  .transform((value) => (typeof value === "string" ? value.slice(0, 500) : `(${typeof value})`));

/** What the script in a View tells: events whose fields the View's code can have replaced, so they are its claim. */
export const watchedSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("error"), text }),
  z.object({
    kind: z.literal("violation"),
    directive: text,
    blocked: text,
    /** Address of the script that tried; empty for the document's own. */
    source: text,
  }),
]);

type WatchedInView = z.input<typeof watchedSchema>;

/**
 * Runs in every frame before any other script of it; it uses nothing from outside. In a View it listens for what
 * its policy stops and what its code does not catch, and tells it by the console after `mark`. Whoever reads the
 * console must not learn the mark, so the console is taken before the View can replace it.
 */
export function watchView(mark: string): void {
  const { parent, top } = window;
  // The proxy's frame is in the page, the View's is in the proxy's. What a View frames is somebody else's.
  if (parent === window || parent === top || parent.parent !== top) return;
  // oxlint-disable-next-line no-console -- it is how this script is heard.
  const say = console.debug.bind(console);
  const write = JSON.stringify;
  const tell = (seen: WatchedInView): void => say(mark + write(seen));

  window.addEventListener("securitypolicyviolation", (event) => {
    if (event.disposition !== "enforce") return;
    const source = event.sourceFile === document.URL ? "" : event.sourceFile;
    tell({ kind: "violation", directive: event.effectiveDirective, blocked: event.blockedURI, source });
  });
  window.addEventListener("error", (event) => {
    // The browser's own remark that a size settles one frame later; nothing is lost by it.
    if (event.message.startsWith("ResizeObserver loop")) return;
    tell({ kind: "error", text: event.message });
  });
  window.addEventListener("unhandledrejection", (event) => {
    const reason: unknown = event.reason;
    tell({
      kind: "error",
      text: reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason),
    });
  });
}
