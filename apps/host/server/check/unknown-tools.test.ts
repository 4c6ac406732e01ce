import { describe, expect, test } from "vitest";
import { unknownTools } from "./unknown-tools.ts";

describe("unknownTools", () => {
  test("says nothing of names that are there", () => {
    expect(unknownTools({ tools: ["show"], args: { pay: {} } }, ["show", "pay"])).toEqual([]);
  });

  test("says which name is not there, and the nearest one", () => {
    expect(unknownTools({ tools: ["shwo_basket"], args: { list: {} } }, ["show_basket", "pay"])).toEqual([
      "--tool names shwo_basket, and no tool of that name has a UI: did you mean show_basket?",
      "--args names list, and no tool of that name has a UI: there are show_basket, pay.",
    ]);
  });
});
