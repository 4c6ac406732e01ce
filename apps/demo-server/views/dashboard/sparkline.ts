import { svg } from "../element.ts";

const width = 300;
const height = 60;

/** Revenue as one bar a minute; it stretches to the width it is given. */
export function sparkline(values: readonly number[], label: string): SVGSVGElement {
  const most = Math.max(...values, 1);
  const step = width / values.length;
  const bars = values.map((value, index) => {
    const tall = (value / most) * height;
    return svg("rect", {
      class: "minute",
      x: index * step,
      y: height - tall,
      width: step * 0.75,
      height: tall,
    });
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    ...bars,
    svg("path", { class: "base", d: `M0 ${height} H${width}` }),
  );
}
