import { nearestName } from "../nearest-name.ts";
import type { AppChoice } from "./check-apps.ts";

/** A sentence for each tool that was named and is no app: `known` are the names of those that are. */
export function unknownTools({ tools, args }: AppChoice, known: readonly string[]): readonly string[] {
  const named = [
    ...tools.map((name) => ({ name, option: "--tool" })),
    ...Object.keys(args).map((name) => ({ name, option: "--args" })),
  ];
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ name, option }) => {
      const nearest = nearestName(name, known);
      const mend =
        nearest === undefined ? `there are ${known.join(", ") || "none"}.` : `did you mean ${nearest}?`;
      return `${option} names ${name}, and no tool of that name has a UI: ${mend}`;
    });
}
