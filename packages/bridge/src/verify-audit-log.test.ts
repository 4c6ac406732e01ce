import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAuditLog } from "./audit.ts";
import { chainEntry, headAfter, type AuditFrame, type ChainHead } from "./audit-entry.ts";
import { allowed, finished, requested, viewClosed } from "./audit.test.fixtures.ts";
import type { AuditFields } from "./audit-payload.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

const log = await exportedLog();
const lines = log.split("\n").slice(0, -1);
const [first = "", second = ""] = lines;
const chain = (JSON.parse(first) as { chain: string }).chain;

describe("a log as it was exported", () => {
  test("verifies, with the digest of its end and what is open", async () => {
    expect(await verifyAuditLog(log)).toEqual({
      ok: true,
      entries: lines.length,
      chains: [
        {
          chain,
          entries: lines.length,
          omitted: 0,
          removed: 0,
          checkpoints: 0,
          digest: (JSON.parse(lines.at(-1) ?? "") as { digest: string }).digest,
          open: [{ action: "ü", phase: "requested" }],
        },
      ],
    });
  });

  test("verifies from bytes, however they are cut", async () => {
    const bytes = new TextEncoder().encode(log);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        expect(await verifyAuditLog(chunks(bytes, size))).toMatchObject({ ok: true, entries: lines.length });
      }),
      { numRuns: 20 },
    );
    expect(await verifyAuditLog(new Blob([bytes]))).toMatchObject({ ok: true, entries: lines.length });
    expect(await verifyAuditLog(textLines())).toMatchObject({ ok: true, entries: lines.length });
  });

  test("verifies when it is empty", async () => {
    expect(await verifyAuditLog("")).toEqual({ ok: true, entries: 0, chains: [] });
  });

  test("verifies with chains mixed, and finds the one that was touched", async () => {
    const other = (await exportedLog()).split("\n").slice(0, -1);
    const mixed = lines.flatMap((line, n) => [line, other[n] ?? ""]);

    expect(await verifyAuditLog(textOf(mixed))).toMatchObject({ ok: true, chains: [{ chain }, {}] });
    expect(await verifyAuditLog(textOf(mixed.toSpliced(4, 1)))).toMatchObject({
      ok: false,
      problem: { line: 6, chain, seq: 3, why: "entry 2 is missing before this entry" },
    });
  });
});

describe("tampering is found at its entry", () => {
  test("when any bit of any byte is flipped", async () => {
    const bytes = new TextEncoder().encode(log);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit));
        const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
        expect(await verifyAuditLog(new Blob([flipped]))).toMatchObject({ ok: false, problem: { line } });
      }),
      { numRuns: 200 },
    );
  });

  test("when any line but the last ones is removed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 2), async (at) => {
        expect(await verifyAuditLog(textOf(lines.toSpliced(at, 1)))).toMatchObject({
          ok: false,
          problem: { line: at + 1, chain, seq: at + 1, why: `entry ${at} is missing before this entry` },
        });
      }),
    );
  });

  test("when any two lines are exchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 2), fc.nat(lines.length - 2), async (a, offset) => {
        const [from, to] = [a, a + 1 + (offset % (lines.length - 1 - a))];
        const exchanged = lines.with(from, lines[to] ?? "").with(to, lines[from] ?? "");
        expect(await verifyAuditLog(textOf(exchanged))).toMatchObject({
          ok: false,
          problem: { line: from + 1, chain, seq: to },
        });
      }),
    );
  });

  test("when any line is repeated anywhere after itself", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), fc.nat(lines.length), async (at, offset) => {
        const to = at + 1 + (offset % (lines.length - at));
        const repeated = lines.toSpliced(to, 0, lines[at] ?? "");
        expect(await verifyAuditLog(textOf(repeated))).toMatchObject({
          ok: false,
          problem: {
            line: to + 1,
            chain,
            seq: at,
            why: `the entry is repeated or out of order: entry ${to} belongs here`,
          },
        });
      }),
    );
  });

  test("when an entry was edited and given a new digest", async () => {
    const { seq, prev, at, kind, view } = JSON.parse(second) as AuditFrame & AuditFields;
    const { line } = await chainEntry({ chain, seq, prev }, at, { kind, view, reason: "forged" });

    expect(await verifyAuditLog(textOf(lines.with(1, line)))).toMatchObject({
      problem: { line: 3, chain, seq: 2, why: "`prev` is not the digest of the entry before" },
    });
  });

  test.each([
    ["a space", first.replace(",", ", "), "the line is not an entry in canonical JSON"],
    ["a carriage return", `${first}\r`, "the line is not an entry in canonical JSON"],
    ["a byte order mark", `\ufeff${first}`, "the line is not an entry in canonical JSON"],
    ["an empty line", "", "the line is not an entry in canonical JSON"],
    [
      "deep nesting",
      `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
      "the line is not an entry in canonical JSON",
    ],
    ["another value", "[]", "the line is not an entry: "],
    ["another version", first.replace('"v":1', '"v":2'), "the line is not an entry: `v`"],
    ["endless text", "x".repeat(5_000_000), "the line is longer than any entry"],
  ])("when a line has %s", async (_, line, why) => {
    expect(await verifyAuditLog(textOf([line, second]))).toMatchObject({
      ok: false,
      problem: { line: 1, chain: null, seq: null, why: expect.stringContaining(why) },
    });
  });

  test("when bytes are broken that a lenient reader would show as before", async () => {
    const at = new TextEncoder().encode(log.slice(0, log.indexOf("\ufffd"))).length;
    const bytes = new TextEncoder().encode(log);
    // U+FFFD is EF BF BD; without BD a lenient decoder still reads U+FFFD.
    const broken = new Blob([bytes.subarray(0, at + 2), bytes.subarray(at + 3)]);

    expect(await broken.text()).toBe(log);
    expect(await verifyAuditLog(broken)).toMatchObject({
      ok: false,
      problem: { why: "the line is not UTF-8" },
    });
  });

  test("when the last line is cut short", async () => {
    expect(await verifyAuditLog(log.slice(0, -1))).toMatchObject({
      ok: false,
      entries: lines.length - 1,
      problem: { line: lines.length, why: "the line does not end: the log was cut off here" },
    });
  });
});

describe("a chain with right digests breaks the rules", () => {
  test.each([
    ["a second decision", ["action.requested", "action.decided", "action.decided"], 2],
    ["an outcome before a decision", ["action.requested", "action.finished"], 1],
    ["a decision that nobody asked for", ["action.decided"], 0],
    ["a second outcome", ["action.requested", "action.decided", "action.finished", "action.finished"], 3],
    ["a second request", ["action.requested", "action.requested"], 1],
  ])("by %s", async (_, kinds, seq) => {
    const text = await chained(kinds.map((kind) => ({ kind, action: "a" })));

    expect(await verifyAuditLog(text)).toMatchObject({
      ok: false,
      problem: { line: seq + 1, chain: "c", seq, why: expect.stringContaining("the entry is out of order") },
    });
  });

  test("by an action without a name", async () => {
    expect(await verifyAuditLog(await chained([{ kind: "action.requested" }]))).toMatchObject({
      problem: { why: "the entry is out of order: action.requested names no action" },
    });
  });

  test.each(["2026-01-26T12:00:00Z", "2026-01-26T12:00:00.000+00:00", "2026-02-30T12:00:00.000Z", "today"])(
    "by the time %s",
    async (at) => {
      expect(await verifyAuditLog(await chained([{ kind: "view.closed" }], at))).toMatchObject({
        ok: false,
        problem: { why: "the line is not an entry: `at` is missing or malformed" },
      });
    },
  );

  test("by starting in the middle", async () => {
    expect(await verifyAuditLog(await chained([{ kind: "view.closed" }], undefined, 3))).toMatchObject({
      problem: { line: 1, seq: 3, why: "entries 0 to 2 are missing before this entry" },
    });
  });

  test("but not by a kind that is new", async () => {
    expect(await verifyAuditLog(await chained([{ kind: "weather" }]))).toMatchObject({ ok: true });
  });
});

test("a log whose end was cut off verifies, and the digest kept elsewhere shows it", async () => {
  const whole = await verifyAuditLog(log);
  const cut = await verifyAuditLog(textOf(lines.slice(0, -1)));

  expect(cut).toMatchObject({ ok: true });
  expect(cut).not.toMatchObject({ chains: [{ digest: whole.ok && whole.chains[0]?.digest }] });
});

async function exportedLog(): Promise<string> {
  const audit = createAuditLog({
    store: createMemoryAuditStore(),
    now: () => new Date("2026-01-26T12:00:00Z"),
  });
  await audit.append(viewClosed("v1"), viewClosed("𝒳"), requested("a"), allowed("a"));
  await audit.append(
    requested("b"),
    allowed("b"),
    finished("a"),
    viewClosed("\ufffd"),
    requested("ü"),
    finished("b"),
  );
  return (await audit.export()).text();
}

async function chained(
  events: readonly AuditFields[],
  at = "2026-01-26T12:00:00.000Z",
  seq = 0,
): Promise<string> {
  let head: ChainHead = { chain: "c", seq, prev: null };
  const chainedLines: string[] = [];
  for (const event of events) {
    const { entry, line } = await chainEntry(head, at, event);
    head = headAfter(entry);
    chainedLines.push(line);
  }
  return textOf(chainedLines);
}

function textOf(parts: readonly string[]): string {
  return parts.map((line) => `${line}\n`).join("");
}

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function* textLines(): AsyncGenerator<string> {
  for (const line of lines) yield `${line}\n`;
}
