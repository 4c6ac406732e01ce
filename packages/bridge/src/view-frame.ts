import type { McpUiDisplayMode } from "@modelcontextprotocol/ext-apps/app-bridge";
import { allowAttribute } from "./csp.ts";
import type { FrameSize } from "./host-context.ts";
import { keepFrames } from "./keep-frames.ts";
import type { Template } from "./template.ts";

/** The DOM of a View: its proxy frame, the bar that leads out of fullscreen, the sentence when there is no View. */
export interface ViewFrame {
  readonly element: HTMLElement;
  /**
   * Loads the proxy page for this template. Called once: the frame stays loaded when the page moves the View, see
   * `keepFrames`.
   */
  load(
    url: URL,
    template: Pick<Template, "permissions" | "prefersBorder">,
    referrer: ReferrerPolicy,
  ): HTMLIFrameElement;
  /** What the frame measures now. */
  size(): FrameSize;
  /** Calls `listener` when the frame's size changes, until the frame is removed. */
  onResize(listener: () => void): void;
  setHeight(px: number): void;
  setMode(mode: McpUiDisplayMode): void;
  /** Shows why there is no View, where the View would have been. */
  fail(reason: string): void;
  remove(): void;
}

/** Flags of the outer frame: the proxy is our own code and needs its origin (spec, "Sandbox proxy" 2). */
const PROXY_FLAGS = "allow-scripts allow-same-origin allow-forms";

const INITIAL_HEIGHT_PX = 240;

const SURFACE: Readonly<Record<McpUiDisplayMode, string>> = {
  inline: "display:flex;flex-direction:column;width:100%",
  fullscreen:
    "display:flex;flex-direction:column;position:fixed;inset:0;z-index:2147483000;background:Canvas",
  pip:
    "display:flex;flex-direction:column;position:fixed;right:16px;bottom:16px;z-index:2147482000;background:Canvas;" +
    "width:min(420px,calc(100vw - 32px));height:min(340px,60vh);border:1px solid GrayText;border-radius:8px;overflow:hidden;" +
    "box-shadow:0 8px 32px rgb(0 0 0 / 0.25)",
};

/** What a template asks for with `prefersBorder`; the page's own colours, so that it is at home in light and dark. */
const BORDER =
  ";border:1px solid color-mix(in srgb,CanvasText 20%,transparent);border-radius:8px;background:Canvas;overflow:hidden";

/** How long what was covered stays out of reach: longer than a double-click. */
const SHIELD_MS = 600;

const EXIT_LABEL = { fullscreen: "Exit full screen", pip: "Return to page" } as const;

/**
 * Keeps pointers and keys from what a floating View covered, for a moment. A View can leave full screen by itself in
 * the middle of a double-click; without this, the second click would press a button of the host that nobody aimed at.
 */
function shield(document: Document): void {
  const cover = document.createElement("div");
  cover.className = "vitrine-shield";
  cover.style.cssText = "position:fixed;inset:0;z-index:2147483647";
  document.body.append(cover);
  const until = new AbortController();
  for (const type of ["pointerdown", "mousedown", "click", "keydown"]) {
    document.addEventListener(type, swallow, { capture: true, signal: until.signal });
  }
  setTimeout(() => {
    until.abort();
    cover.remove();
  }, SHIELD_MS);
}

/**
 * Builds the DOM of a View inside `container`. Styles are set through the CSSOM, which a strict `style-src`
 * allows; class names `vitrine-*` are there for an embedder's own style sheet.
 */
export function createViewFrame(
  container: HTMLElement,
  options: { readonly title: string; readonly onExit: () => void },
): ViewFrame {
  const document = container.ownerDocument;
  const element = document.createElement("div");
  element.className = "vitrine-view";
  const surface = document.createElement("div");
  surface.className = "vitrine-surface";
  const bar = document.createElement("div");
  bar.className = "vitrine-bar";
  bar.style.cssText =
    "display:none;align-items:center;gap:12px;padding:8px 12px;font:13px system-ui;color:CanvasText";
  const name = document.createElement("span");
  name.textContent = options.title;
  name.style.cssText = "flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap";
  const exit = document.createElement("button");
  exit.type = "button";
  exit.className = "vitrine-exit";
  exit.addEventListener("click", options.onExit);
  bar.append(name, exit);
  surface.append(bar);
  element.append(surface);
  container.append(element);

  const listening = new AbortController();
  let iframe: HTMLIFrameElement | undefined;
  let height = INITIAL_HEIGHT_PX;
  let mode: McpUiDisplayMode = "inline";
  let bordered = false;

  // Escape works while the focus is in the host; inside the View the bar's button is the way out. A dialog that is
  // open above the View has the first claim to it.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || mode === "inline" || event.defaultPrevented) return;
      if (document.querySelector("dialog:modal") === null) options.onExit();
    },
    { signal: listening.signal },
  );

  const layout = (): void => {
    surface.style.cssText = SURFACE[mode] + (bordered && mode === "inline" ? BORDER : "");
    bar.style.display = mode === "inline" ? "none" : "flex";
    if (mode !== "inline") exit.textContent = EXIT_LABEL[mode];
    // The element keeps the inline height so that the page does not jump while the surface floats.
    element.style.minHeight = mode === "inline" ? "" : `${height}px`;
    if (iframe !== undefined) {
      iframe.style.height = mode === "inline" ? `${height}px` : "auto";
      iframe.style.flex = mode === "inline" ? "none" : "1";
    }
  };
  layout();
  const uncover = (next: McpUiDisplayMode): void => {
    if (mode === "fullscreen" || (mode === "pip" && next === "inline")) shield(document);
    mode = next;
  };

  return {
    element,
    load(url, { permissions, prefersBorder }, referrer) {
      bordered = prefersBorder === true;
      iframe = document.createElement("iframe");
      iframe.className = "vitrine-frame";
      iframe.title = options.title;
      iframe.setAttribute("sandbox", PROXY_FLAGS);
      iframe.referrerPolicy = referrer;
      iframe.allow = allowAttribute(permissions);
      iframe.style.cssText = "display:block;width:100%;border:0;background:transparent;color-scheme:normal";
      iframe.src = url.href;
      surface.append(iframe);
      keepFrames(surface);
      layout();
      return iframe;
    },
    size() {
      const box = (iframe ?? surface).getBoundingClientRect();
      return { width: Math.round(box.width), height: Math.round(box.height) };
    },
    onResize(listener) {
      const observer = new ResizeObserver(listener);
      observer.observe(surface);
      listening.signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    },
    setHeight(px) {
      height = px;
      layout();
    },
    setMode(next) {
      uncover(next);
      layout();
    },
    fail(reason) {
      uncover("inline");
      iframe?.remove();
      iframe = undefined;
      layout();
      const sentence = document.createElement("p");
      sentence.className = "vitrine-reason";
      sentence.setAttribute("role", "alert");
      sentence.dataset["reason"] = "";
      sentence.textContent = reason;
      surface.replaceChildren(sentence);
    },
    remove() {
      uncover("inline");
      listening.abort();
      element.remove();
    },
  };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
