import { cssReferences } from "@vitrine/bridge";
import createPurifier from "dompurify";

/** A template as a person would first see it, with everything taken away that acts or loads. */
export interface Preview {
  /** A whole document without script, address, form and style; `data-style` holds the styles of single elements. */
  readonly html: string;
  /** All its style sheets as one. */
  readonly css: string;
  /** What was taken away, most frequent first, e.g. `<script>`, `onclick`, `address in a style`. */
  readonly removed: readonly { readonly what: string; readonly count: number }[];
  /** Nothing is left to be seen: the template draws itself by script. */
  readonly blank: boolean;
}

/** Attributes that hold an address, or a list of them. */
const ADDRESSES = new Set(
  "action background cite classid codebase data formaction href imagesrcset longdesc manifest ping poster profile src srcset usemap xlink:href".split(
    " ",
  ),
);
/** What takes the focus, starts to play or opens something by itself. */
const ACTING = ["autofocus", "autoplay", "popover", "popovertarget", "command", "commandfor", "target"];
const NO_IMAGE = "data:,";

/**
 * The inert preview of a template's HTML; `fillPreview` shows it. What it may hold is decided by DOMPurify; images
 * are those that the HTML itself carries as `data:`.
 */
export function previewOf(html: string): Preview {
  const removed = new Map<string, number>();
  const remove = (what: string): void => void removed.set(what, (removed.get(what) ?? 0) + 1);
  // An instance of its own, as its hooks must not touch other text that the page cleans.
  const purifier = createPurifier(window);
  // In a browser that it cannot work in, the purifier gives back what it was given.
  if (!purifier.isSupported) return { html: "", css: "", removed: [], blank: true };
  purifier.addHook("uponSanitizeAttribute", (element, attribute) => {
    const { attrName: name, attrValue: value } = attribute;
    if (ADDRESSES.has(name)) attribute.keepAttr = isInert(element, name, value);
    else if (name !== "style" && cssReferences(value).some(({ url }) => !url.startsWith("#"))) {
      attribute.keepAttr = false;
    }
  });
  const root = purifier.sanitize(html, {
    RETURN_DOM: true,
    WHOLE_DOCUMENT: true,
    FORBID_TAGS: ["form"],
    FORBID_ATTR: ACTING,
  }) as HTMLElement;
  for (const item of purifier.removed) {
    if ("element" in item && item.element instanceof Element) remove(`<${item.element.localName}>`);
    else if ("attribute" in item && item.attribute) remove(item.attribute.name);
  }
  const css = takeStyles(root, remove);
  const seen = root.querySelector("img, svg, canvas, input, button, textarea, select, hr, meter, progress");
  return {
    html: root.outerHTML,
    css,
    removed: Array.from(removed, ([what, count]) => ({ what, count })).toSorted((a, b) => b.count - a.count),
    blank: seen === null && (root.textContent ?? "").trim() === "",
  };
}

function isInert(element: Element, name: string, value: string): boolean {
  if (name === "href" || name === "xlink:href") return value.startsWith("#");
  return name === "src" && element.localName === "img" && /^data:image\//i.test(value);
}

/** Takes style sheets and style attributes out: the page's policy forbids them in markup, so they are set by script. */
function takeStyles(root: Element, remove: (what: string) => void): string {
  const sheets = Array.from(root.querySelectorAll("style"), (style) => {
    style.remove();
    const text = withoutAddresses(style.textContent ?? "", remove);
    return style.media === "" ? text : `@media ${style.media.replace(/[{};]/g, "")} {${text}}`;
  });
  for (const element of [root, ...root.querySelectorAll("[style]")]) {
    const style = element.getAttribute("style");
    if (style === null) continue;
    element.removeAttribute("style");
    element.setAttribute("data-style", withoutAddresses(style, remove));
  }
  return sheets.join("\n");
}

/** Style without anything to load but the images that it carries itself. */
function withoutAddresses(css: string, remove: (what: string) => void): string {
  let kept = "";
  let from = 0;
  for (const { kind, url, start, end } of cssReferences(css)) {
    if (kind === "url" && (/^data:image\//i.test(url) || url.startsWith("#"))) continue;
    remove("address in a style");
    const quoted = css[start] === '"' || css[start] === "'";
    // An at-rule of an unknown name is passed over up to its end.
    const instead = kind === "import" ? "@removed" : quoted ? `"${NO_IMAGE}"` : `url(${NO_IMAGE})`;
    kept += css.slice(from, start) + instead;
    from = end;
  }
  return kept + css.slice(from);
}
