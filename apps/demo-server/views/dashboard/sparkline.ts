import { svg } from "../element.ts";

const width = 300;
const height = 60;

/** Revenue by the minute as a stepped curve over its area; it stretches to the width it is given. */
export function sparkline(values: readonly number[], label: string): SVGSVGElement {
  const most = Math.max(...values, 1);
  const step = width / values.length;
  let curve = "";
  values.forEach((value, index) => {
    const y = (height - 2 - (value / most) * (height - 6)).toFixed(1);
    curve += `${index === 0 ? "M" : "L"}${(index * step).toFixed(1)} ${y} H${((index + 1) * step).toFixed(1)} `;
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("path", { class: "area", d: `${curve} V${height} H0 Z` }),
    svg("path", { class: "curve", d: curve }),
    svg("path", { class: "base", d: `M0 ${height} H${width}` }),
  );
}
