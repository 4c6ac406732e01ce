import { z } from "zod";

const text = z
  .unknown()
  .transform((value) => (typeof value === "string" ? value.slice(0, 500) : `(${typeof value})`));

const toldSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("error"), text }),
  z.object({
    kind: z.literal("violation"),
    directive: text,
    blocked: text,
    /** Address of the script that tried; empty for the document's own. */
    source: text,
  }),
]);

/** What the injected script tells. The View's code can have had its hands in it, so it is the View's claim. */
export type ToldByScript = z.output<typeof toldSchema>;

/** Reads what the script told after its mark. What cannot be read is an error of the View, which alone can cause it. */
export function readTold(line: string): ToldByScript {
  try {
    return toldSchema.parse(JSON.parse(line));
  } catch {
    return { kind: "error", text: "an error or a violation that it keeps from being told" };
  }
}

/**
 * Injected into every frame before any other script of it; it uses nothing from outside. In a View it listens for
 * what its policy stops and what its code does not catch, and tells it by the console after `mark`. All that it uses
 * is taken before the View can replace it: whoever reads the console would learn the mark, and whoever writes
 * `JSON` or a prototype would hide what went wrong.
 */
export function injectedScript(mark: string): void {
  const { parent, top } = window;
  // The proxy's frame is in the page, the View's is in the proxy's. What a View frames is somebody else's.
  if (parent === window || parent === top || parent.parent !== top) return;
  // oxlint-disable-next-line no-console -- it is how this script is heard.
  const say = console.debug.bind(console);
  const write = JSON.stringify;
  const { apply, getOwnPropertyDescriptor: descriptorOf } = Reflect;
  const [textOf, isError] = [String, Error[Symbol.hasInstance].bind(Error)];
  const address = document.URL;
  const getter = (prototype: object, name: string): ((from: object) => unknown) => {
    const get = descriptorOf(prototype, name)?.get;
    return (from) => get && apply(get, from, []);
  };
  const violation = SecurityPolicyViolationEvent.prototype;
  const [dispositionOf, sourceOf] = [getter(violation, "disposition"), getter(violation, "sourceFile")];
  const [directiveOf, blockedOf] = [getter(violation, "effectiveDirective"), getter(violation, "blockedURI")];
  const messageOf = getter(ErrorEvent.prototype, "message");
  const reasonOf = getter(PromiseRejectionEvent.prototype, "reason");
  // Without a prototype, so that no toJSON of the View's is asked.
  const tell = (told: z.input<typeof toldSchema>): void => say(mark + write({ __proto__: null, ...told }));

  window.addEventListener("securitypolicyviolation", (event) => {
    if (!event.isTrusted || dispositionOf(event) !== "enforce") return;
    const source = sourceOf(event) === address ? "" : sourceOf(event);
    tell({ kind: "violation", directive: directiveOf(event), blocked: blockedOf(event), source });
  });
  window.addEventListener("error", (event) => {
    // What the View's own code sends under this name need not have a message, and is no uncaught error.
    const message = event.isTrusted ? messageOf(event) : "";
    if (message !== "") tell({ kind: "error", text: message });
  });
  window.addEventListener("unhandledrejection", (event) => {
    if (!event.isTrusted) return;
    const reason = reasonOf(event);
    let said = "a value that cannot be shown";
    try {
      said = isError(reason) ? `${(reason as Error).name}: ${(reason as Error).message}` : textOf(reason);
    } catch {
      // Reading it runs code of the View.
    }
    tell({ kind: "error", text: said });
  });
}
