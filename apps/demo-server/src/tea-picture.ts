import type { TeaKind } from "./content/tea.ts";
import type { Tea } from "./teas.ts";

interface Palette {
  readonly sky: string;
  readonly sun: string;
  readonly far: string;
  readonly near: string;
  readonly liquor: string;
}

const palettes: Readonly<Record<TeaKind, Palette>> = {
  green: { sky: "#e6efdc", sun: "#f4e3a8", far: "#a9c49a", near: "#5f8a5c", liquor: "#b7c95a" },
  black: { sky: "#f6e4d3", sun: "#f2b880", far: "#c99a78", near: "#7c4a34", liquor: "#a8471f" },
  oolong: { sky: "#f3ead6", sun: "#e9c46a", far: "#c3b583", near: "#76703f", liquor: "#cf8f2e" },
  white: { sky: "#eceff0", sun: "#f6efdc", far: "#c3cfd0", near: "#7f9596", liquor: "#e3d08c" },
  herbal: { sky: "#f1edf5", sun: "#f7dfa5", far: "#b9b7d3", near: "#6c7fa3", liquor: "#d9c84e" },
};

/** A ridge across the picture: a smooth line whose shape depends on the tea alone. */
function ridge(seed: number, base: number, height: number): string {
  const points = Array.from({ length: 7 }, (_, index) => ({
    x: index * 80,
    y: base - height * (0.5 + 0.5 * Math.sin(seed * 1.7 + index * (1.1 + (seed % 3) * 0.25))),
  }));
  const [first, ...rest] = points;
  let path = `M0 ${(first?.y ?? base).toFixed(1)}`;
  let previous = first ?? { x: 0, y: base };
  for (const point of rest) {
    const middle = (previous.x + point.x) / 2;
    path += ` C${middle} ${previous.y.toFixed(1)} ${middle} ${point.y.toFixed(1)} ${point.x} ${point.y.toFixed(1)}`;
    previous = point;
  }
  return `${path} V320 H0 Z`;
}

/** The garden's terraces: rows of bushes that follow the near ridge. */
function terraces(seed: number, colour: string): string {
  return Array.from({ length: 6 }, (_, row) => {
    const y = 236 + row * 15;
    const bend = 8 + ((seed + row) % 3) * 5;
    return `<path d="M-10 ${y} Q120 ${y - bend} 240 ${y} T490 ${y}" stroke="${colour}" stroke-opacity="${0.28 + row * 0.07}" stroke-width="${5 + row}" stroke-linecap="round" stroke-dasharray="${10 + row * 2} ${5 + row}" fill="none"/>`;
  }).join("");
}

/** An SVG landscape of the tea's garden with a cup of its liquor, 480 × 320, drawn from the catalogue alone. */
export function teaPicture({ kind, sku, altitude }: Tea): string {
  const { sky, sun, far, near, liquor } = palettes[kind];
  const seed = Buffer.from(sku).reduce((sum, byte) => sum + byte, 0) % 17;
  const high = 40 + Math.min(90, altitude / 15);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320" width="480" height="320">
<rect width="480" height="320" fill="${sky}"/>
<circle cx="${120 + ((seed * 37) % 240)}" cy="${78 + (seed % 4) * 8}" r="34" fill="${sun}"/>
<path d="${ridge(seed, 190, high)}" fill="${far}" fill-opacity=".55"/>
<path d="${ridge(seed + 5, 215, high * 0.7)}" fill="${far}"/>
<path d="${ridge(seed + 9, 244, 34)}" fill="${near}"/>
${terraces(seed, sky)}
<g transform="translate(352 214)">
<ellipse cx="42" cy="84" rx="64" ry="9" fill="#000" fill-opacity=".16"/>
<path d="M-8 18 H92 C92 58 76 82 42 82 S-8 58 -8 18 Z" fill="#fdfbf6"/>
<path d="M92 28 C116 24 116 60 82 60" fill="none" stroke="#fdfbf6" stroke-width="8" stroke-linecap="round"/>
<ellipse cx="42" cy="18" rx="50" ry="11" fill="#fdfbf6"/>
<ellipse cx="42" cy="19" rx="43" ry="8" fill="${liquor}"/>
<path d="M28 2 C22 -10 36 -16 29 -30 M52 0 C46 -13 60 -20 53 -34" fill="none" stroke="#fdfbf6" stroke-opacity=".75" stroke-width="3.5" stroke-linecap="round"/>
</g>
</svg>`;
}
