/** What a View is opened in. */
export interface Surroundings {
  /** For a person, and unique: "light, 1280 px". */
  readonly name: string;
  readonly theme: "light" | "dark";
  /** Width of the View in CSS pixels. */
  readonly width: number;
}

const THEMES = ["light", "dark"] as const;
/** A desktop page, and a phone. */
const WIDTHS = [1280, 390] as const;

/** Every app is opened once in each of these. */
export const SURROUNDINGS: readonly Surroundings[] = WIDTHS.flatMap((width) =>
  THEMES.map((theme) => ({ name: `${theme}, ${width} px`, theme, width })),
);
