import type { SalesContent } from "../../src/content/sales.ts";
import { svg } from "../element.ts";
import type { Format } from "../format.ts";

type Row = SalesContent["rows"][number];

/** What {@link dayBars} draws, and for whom. */
export interface DayBarsOptions {
  readonly rows: readonly Row[];
  /** In CSS pixels; text keeps its size whatever the width. */
  readonly width: number;
  readonly format: Format;
  readonly label: string;
  /** Told which day the pointer is on, `undefined` when it left. */
  readonly point: (row: Row | undefined) => void;
}

const height = 224;
const left = 58;
const top = 8;
const bottom = 22;

/** The round number at or above `most` that four equal steps divide well. */
function ceiling(most: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const steps = [1, 2, 4, 6, 8, 10].map((step) => step * magnitude);
  return steps.find((step) => step >= most) ?? 10 * magnitude;
}

/** One bar a day with an axis of money. */
export function dayBars({ rows, width, format, label, point }: DayBarsOptions): SVGSVGElement {
  const most = ceiling(Math.max(...rows.map((row) => row.revenue)));
  const plot = height - top - bottom;
  const slot = (width - left) / rows.length;
  const bar = Math.min(slot * 0.75, 36);
  const every = Math.ceil(rows.length / Math.max(1, Math.floor((width - left) / 64)));
  const y = (revenue: number): number => top + plot * (1 - revenue / most);

  const rules = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const at = y(most * share);
    return [
      svg("line", { class: "rule", x1: left, x2: width, y1: at, y2: at }),
      svg("text", { x: left - 8, y: at + 4, "text-anchor": "end" }, format.roundMoney(most * share)),
    ];
  });
  const bars = rows.map((row) => {
    const index = rows.indexOf(row);
    const x = left + slot * index;
    const mark = svg("rect", {
      class: "bar-of-day",
      x: x + (slot - bar) / 2,
      y: y(row.revenue),
      width: bar,
      height: Math.max(0, top + plot - y(row.revenue)),
      rx: Math.min(3, bar / 3),
    });
    const aim = (on: boolean): void => {
      mark.classList.toggle("at", on);
      point(on ? row : undefined);
    };
    const target = svg("rect", {
      x,
      y: 0,
      width: slot,
      height,
      fill: "transparent",
      pointerenter: () => aim(true),
      pointerleave: () => aim(false),
    });
    const centre = x + slot / 2;
    const date =
      index % every === 0
        ? [svg("text", { x: centre, y: height - 4, "text-anchor": "middle" }, format.day(row.key))]
        : [];
    return svg("g", {}, mark, ...date, target);
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": label },
    ...rules,
    ...bars,
  );
}
