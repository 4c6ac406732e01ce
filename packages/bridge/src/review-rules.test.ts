import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reviewRules } from "./review-rules.ts";

const DOCUMENT = readFileSync(new URL("../../../docs/review-rules.md", import.meta.url), "utf8");
/** What reading a template remarks on before it is reviewed. */
const READING = ["resource-format warning"];

describe("The rules of a review", () => {
  test("have names of their own, in kebab-case", () => {
    const ids = reviewRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });

  test("are those of docs/review-rules.md, with the same severities", () => {
    const documented = Array.from(
      DOCUMENT.matchAll(
        /^### `([^`]+)`\n\n\*\*(\w+)\.\*\* .+\n\n- Why: .+\n- Example: .+\n- What to do: .+$/gm,
      ),
      ([, id, severity]) => `${id} ${severity?.toLowerCase()}`,
    );
    const listed = reviewRules.map(({ id, severity }) => `${id} ${severity}`);
    expect(documented.toSorted()).toEqual([...listed, ...READING].toSorted());
    expect(DOCUMENT.match(/^### /gm)).toHaveLength(documented.length);
  });
});
