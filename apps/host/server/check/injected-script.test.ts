import { describe, expect, test } from "vitest";
import { readTold } from "./injected-script.ts";

describe("readTold", () => {
  test("reads an error and a violation", () => {
    expect(readTold('{"kind":"error","text":"boom"}')).toEqual({ kind: "error", text: "boom" });
    const violation = { kind: "violation", directive: "img-src", blocked: "https://a.example/", source: "" };
    expect(readTold(JSON.stringify(violation))).toEqual(violation);
  });

  test.each(["1", "undefined", "", '{"kind":"all is well"}', "{", "null"])(
    "takes %j, which only a View's code can cause, as an error of it",
    (line) => {
      expect(readTold(line)).toEqual({
        kind: "error",
        text: "an error or a violation that it keeps from being told",
      });
    },
  );

  test("takes what is no text by its type, and no more of a text than a report needs", () => {
    expect(readTold('{"kind":"error","text":{"length":1}}')).toEqual({ kind: "error", text: "(object)" });
    expect(readTold(JSON.stringify({ kind: "error", text: "a".repeat(9000) }))).toMatchObject({
      text: "a".repeat(500),
    });
  });
});
