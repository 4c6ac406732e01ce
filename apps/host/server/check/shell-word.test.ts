import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

describe("shellWord", () => {
  test("leaves plain names as they are", () => {
    expect(shellWord("show_basket-2.0")).toBe("show_basket-2.0");
  });

  test("keeps a shell from running what a name holds, which it does without", () => {
    const names = ["$(echo taken)", "`echo taken`", "a; echo taken", "it's'; echo 'taken", "two words"];
    const echoed = (word: string): string =>
      execFileSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" });
    expect(names.map((name) => echoed(shellWord(name)))).toEqual(names);
    expect(echoed(names[0]!)).toBe("taken");
  });
});
