import { expect, test } from "vitest";
import { redactionsIn } from "./redactions.ts";

test("names each place where something was redacted, also within a text", () => {
  const entry = {
    kind: "action.requested",
    arguments: { card: { number: "[redacted]" }, notes: ["fine", "Bearer [redacted]"] },
  };
  expect(redactionsIn(entry)).toEqual(["arguments.card.number", "arguments.notes.1"]);
});

test("finds none in an entry that has none", () => {
  expect(redactionsIn({ arguments: { n: 1, none: null } })).toEqual([]);
});
