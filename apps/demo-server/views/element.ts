type Value = string | number | boolean | undefined | ((event: Event) => void);
type Child = Node | string;

function fill<E extends Element>(
  node: E,
  attributes: Readonly<Record<string, Value>>,
  children: readonly Child[],
): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** A new HTML element; an attribute whose value is a function listens to the event of that name. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

/** A new SVG element, else like {@link element}. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** The element of the View's own page with this id, of the class the page gives it. */
export function byId(id: string): HTMLElement;
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E;
export function byId(id: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The View's page has no ${kind.name} with the id ${id}.`);
  return found;
}

/** Replaces the children and puts the focus back on the element with the same `data-key`, else on `fallback`. */
export function replaceChildren(
  parent: HTMLElement,
  children: readonly Child[],
  fallback?: HTMLElement,
): void {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.getAttribute("data-key");
  parent.replaceChildren(...children);
  if (!focused) return;
  const same = key && parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  (same || fallback)?.focus();
}
