import type { Preview } from "./preview.ts";

/** Of the frame's own document, on top of the page's policy that it inherits: what is inert loads nothing either. */
const POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * Shows a preview in a frame of the page. Three things keep it inert, each of them enough: DOMPurify took away what
 * acts; the frame's sandbox runs no script, submits no form and opens nothing; and its policy loads nothing.
 *
 * `allow-same-origin` gives nothing to a document without script. It lets the page reach in, to set the styles: in
 * markup the page's strict `style-src` forbids them. The returned function ends the filling when the frame goes.
 */
export function fillPreview(frame: HTMLIFrameElement, { html, css }: Preview): () => void {
  const style = (): void => {
    const { contentDocument: inside, contentWindow } = frame;
    if (inside === null || contentWindow === null) return;
    // A sheet belongs to the document of the window that made it.
    const { CSSStyleSheet } = contentWindow as Window & typeof globalThis;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    inside.adoptedStyleSheets = [sheet];
    for (const element of inside.querySelectorAll<HTMLElement>("[data-style]")) {
      element.style.cssText = element.dataset["style"] ?? "";
    }
  };
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.inert = true;
  frame.addEventListener("load", style);
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">${html}`;
  return () => frame.removeEventListener("load", style);
}
