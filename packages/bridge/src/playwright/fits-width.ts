import type { Expectation } from "./matcher.ts";
import { list, situationOf } from "./situation.ts";
import type { HostedView } from "./vitrine.ts";

/** What the View's document measured. */
export interface Measured {
  /** What the View's document has, in CSS pixels. */
  readonly width: number;
  /** What its content takes. */
  readonly content: number;
  /** The innermost elements that stick out. */
  readonly sticking: readonly string[];
}

/** How long the View's document is waited for, in milliseconds, before it is looked for again. */
const MEASURE_MS = 1000;

/** Given this width, in CSS pixels, the View's content fits: nobody has to scroll sideways. The View keeps the width. */
export function fitsWidth(view: HostedView, px: number): Expectation<Measured | undefined> {
  return {
    begin: () => view.host.resize({ width: px }),
    read: () =>
      view
        .locator(":root")
        .evaluate(measure, undefined, { timeout: MEASURE_MS })
        .catch(() => undefined),
    holds: (measured) => measured !== undefined && measured.width === px && measured.content <= px,
    expected: (not) => `The View should ${not}fit a width of ${px} px.`,
    async actual(measured) {
      if (measured === undefined || measured.width !== px) {
        const width = measured === undefined ? "has no document" : `is ${measured.width} px wide`;
        return `It ${width}.\n${await situationOf(view.host)}`;
      }
      const culprits = measured.sticking.length === 0 ? "" : ` These stick out:\n${list(measured.sticking)}`;
      return `Its content is ${measured.content} px wide.${culprits}`;
    },
  };
}

/** Runs in the View. */
function measure(root: Element): Measured {
  const width = root.clientWidth;
  const out = (element: Element): boolean => element.getBoundingClientRect().right > width + 0.5;
  const scrolls = (element: Element): boolean => {
    for (let above = element.parentElement; above !== null && above !== root; above = above.parentElement)
      if (above !== document.body && getComputedStyle(above).overflowX !== "visible") return true;
    return false;
  };
  const sticking = [...document.body.querySelectorAll("*")].filter(
    (element) => out(element) && ![...element.children].some(out) && !scrolls(element),
  );
  const named = sticking.slice(0, 3).map((element) => {
    const { tagName, id, className } = element;
    const classes = typeof className === "string" && className !== "" ? ` class="${className}"` : "";
    const end = Math.round(element.getBoundingClientRect().right);
    return `<${tagName.toLowerCase()}${id === "" ? "" : ` id="${id}"`}${classes}> ends at ${end} px`;
  });
  return { width: window.innerWidth, content: root.scrollWidth, sticking: named };
}
