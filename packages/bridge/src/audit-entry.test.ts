import { expect, test } from "vitest";
import { chainEntry, headAfter } from "./audit-entry.ts";

const START = { chain: "c", seq: 0, prev: null };
const AT = "2026-01-26T12:00:00.000Z";

test("an entry is one line of canonical JSON whose digest anyone can compute", async () => {
  const { line } = await chainEntry(START, AT, { kind: "view.closed", view: "v1", reason: "é" });

  // printf '%s' '{"at":…}' | sha256sum
  expect(line).toBe(
    '{"at":"2026-01-26T12:00:00.000Z","chain":"c","digest":"sha256:8a69bd454d637b5e5fd87af98ac80fcca9df07ad8282cbd7963e19330084c44b","kind":"view.closed","prev":null,"reason":"é","seq":0,"v":1,"view":"v1"}',
  );
});

test("an entry continues the one before", async () => {
  const first = await chainEntry(START, AT, { kind: "view.closed", view: "v1", reason: "done" });
  const second = await chainEntry(headAfter(first.entry), AT, {
    kind: "view.closed",
    view: "v2",
    reason: "done",
  });

  expect(second.entry).toMatchObject({ chain: "c", seq: 1, prev: first.entry.digest });
});

test("an event cannot take another place in the chain", async () => {
  const forged = {
    v: 2,
    chain: "other",
    seq: 7,
    prev: "x",
    at: "never",
    digest: "sha256:0",
    kind: "view.closed",
  };
  const { entry } = await chainEntry(START, AT, forged);

  expect(entry).toMatchObject({ v: 1, chain: "c", seq: 0, prev: null, at: AT });
  expect(entry.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});
