import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { omittedLine } from "./audit-checkpoint.ts";
import type { AuditEntry } from "./audit-entry.ts";
import {
  createSigner,
  filteredLog,
  rechained,
  sealedLog,
  type ChainStep,
} from "./audit-seal.test.fixtures.ts";
import { keyFingerprint } from "./audit-signature.ts";
import { allowed, finished, requested, viewClosed } from "./audit.test.fixtures.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

const signer = await createSigner();
const { key } = signer;
const stranger = await createSigner();

const STEPS: readonly ChainStep[] = [
  { reason: "start" },
  requested("a"),
  allowed("a"),
  viewClosed("v"),
  finished("a"),
  { reason: "periodic" },
  requested("b"),
  allowed("b"),
  finished("b"),
  { reason: "export" },
];
const LAST = STEPS.length - 1;
const lines = await sealedLog(signer, STEPS);
const at = (index: number): string => lines[index] ?? "";
const textOf = (parts: readonly string[]): string => parts.map((line) => `${line}\n`).join("");
const edit = (line: string): string => line.replace('"oolong"', '"poison"');

describe("a sealed log", () => {
  test("verifies with the key that the caller names", async () => {
    expect(await verifyAuditLog(textOf(lines), { key })).toMatchObject({
      ok: true,
      entries: lines.length,
      chains: [
        { chain: "c", checkpoints: 3, omitted: 0, removed: 0, sealed: { at: "2026-01-26T12:00:00.000Z" } },
      ],
      key: { key, fingerprint: await keyFingerprint(key), given: true },
    });
  });

  test("verifies with its own key, and says that it is its own", async () => {
    expect(await verifyAuditLog(textOf(lines))).toMatchObject({ ok: true, key: { key, given: false } });
  });

  test("verifies with entries left out by its exporter", async () => {
    const filtered = await filteredLog(signer, lines, new Set([1, 2, 4, 6]));
    expect(await verifyAuditLog(textOf(filtered), { key })).toMatchObject({
      ok: true,
      chains: [{ entries: lines.length - 4, omitted: 4 }],
    });
  });

  test("verifies from where retention let it begin", async () => {
    const head = { chain: "c", seq: 7, prev: `sha256:${"0".repeat(64)}` };
    const kept = await sealedLog(
      signer,
      [
        { reason: "retention", removed: 7 },
        finished("from before"),
        ...STEPS.slice(0, -1),
        { reason: "export", removed: 7 },
      ],
      head,
    );
    expect(await verifyAuditLog(textOf(kept), { key })).toMatchObject({ ok: true, chains: [{ removed: 7 }] });
  });
});

/*
 * Every attack twice: found in the sealed log, and passing where the check that finds it has nothing to go by, because
 * the log has no checkpoint or the caller does not say whose it must be.
 */
describe("tampering that needs a seal to be found", () => {
  const plain = STEPS.filter((step) => "kind" in step);

  test("is found when the tail is cut off, at the entry that is missing", async () => {
    for (const end of [1, 3, 6, LAST]) {
      expect(await verifyAuditLog(textOf(lines.slice(0, end)), { key })).toMatchObject({
        ok: false,
        problem: {
          line: end + 1,
          chain: "c",
          seq: end,
          why: "the log was cut off here: no export checkpoint ends it",
        },
      });
    }
    const unsealed = await sealedLog(signer, plain);
    expect(await verifyAuditLog(textOf(unsealed.slice(0, 3)))).toMatchObject({ ok: true });
  });

  test("is found when everything is cut off", async () => {
    expect(await verifyAuditLog("", { sealed: true })).toMatchObject({
      problem: { line: 1, why: "the log is empty: not even an export checkpoint is left" },
    });
    expect(await verifyAuditLog("")).toMatchObject({ ok: true });
  });

  test("is found when an entry was edited and all after it chained anew", async () => {
    const forged = await rechained(lines.map(edit));
    expect(await verifyAuditLog(textOf(forged), { key })).toMatchObject({
      ok: false,
      problem: {
        line: 6,
        chain: "c",
        seq: 5,
        why: "the checkpoint is not genuine: its signature does not match: it was changed or forged",
      },
    });
    const unsealed = await rechained((await sealedLog(signer, plain)).map(edit));
    expect(await verifyAuditLog(textOf(unsealed))).toMatchObject({ ok: true });
  });

  test("is found when somebody chains and signs all of it anew with a key of their own", async () => {
    const forged = await sealedLog(stranger, [...STEPS.slice(0, 3), ...STEPS.slice(4)]);
    expect(await verifyAuditLog(textOf(forged), { key })).toMatchObject({
      problem: {
        line: 1,
        seq: 0,
        why: "the checkpoint is not genuine: it is signed with another key than the one you gave",
      },
    });
    expect(await verifyAuditLog(textOf(forged))).toMatchObject({
      ok: true,
      key: { key: stranger.key, given: false },
    });
  });

  test("is found when the checkpoints of a log are not all signed with one key", async () => {
    const forged = await sealedLog(stranger, STEPS);
    expect(await verifyAuditLog(textOf([at(0), ...forged.slice(1)]))).toMatchObject({ ok: false });
    const mixed = (await rechained([...lines.slice(0, -1), forged.at(-1) ?? ""])).at(-1) ?? "";
    expect(await verifyAuditLog(textOf([...lines.slice(0, -1), mixed]))).toMatchObject({
      problem: {
        seq: LAST,
        why: "the checkpoint is not genuine: it is signed with another key than the checkpoints before it",
      },
    });
  });

  test("is found when all checkpoints are taken out", async () => {
    const stripped = await rechained(lines.filter((line) => !line.includes('"kind":"checkpoint"')));
    expect(await verifyAuditLog(textOf(stripped), { sealed: true })).toMatchObject({
      ok: false,
      problem: { seq: stripped.length },
    });
    expect(await verifyAuditLog(textOf(stripped))).toMatchObject({ ok: true, chains: [{ checkpoints: 0 }] });
  });

  test("is found when an entry is made to look left out", async () => {
    const hidden = lines.with(3, omittedLine(JSON.parse(at(3)) as AuditEntry));
    expect(await verifyAuditLog(textOf(hidden), { key })).toMatchObject({
      problem: {
        seq: LAST,
        why: "the export was made with 0 entries left out, and 1 others are left out here",
      },
    });
  });

  test("is found when one left out is shown and another hidden instead", async () => {
    const filtered = await filteredLog(signer, lines, new Set([1]));
    const swapped = filtered.with(1, at(1)).with(3, omittedLine(JSON.parse(at(3)) as AuditEntry));
    expect(await verifyAuditLog(textOf(swapped), { key })).toMatchObject({ problem: { seq: LAST } });
  });

  test("is found when a digest that stands for an entry is another", async () => {
    const left = new Set([1, 2]);
    const filtered = await filteredLog(signer, lines, left);
    const forged = filtered.with(1, omittedLine({ chain: "c", seq: 1, digest: `sha256:${"0".repeat(64)}` }));
    expect(await verifyAuditLog(textOf(forged), { key })).toMatchObject({
      problem: {
        seq: 5,
        why: "the entries since the checkpoint before are not those that this checkpoint was signed for",
      },
    });
  });

  test("is found when entries follow the end of an export", async () => {
    const longer = await sealedLog(signer, [...STEPS, viewClosed("v")]);
    expect(await verifyAuditLog(textOf(longer), { key })).toMatchObject({
      problem: { seq: LAST + 1, why: "the entry stands behind the checkpoint that ends its export" },
    });
  });

  test("is found when a beginning is removed that retention has not", async () => {
    expect(await verifyAuditLog(textOf(lines.slice(5)), { key })).toMatchObject({
      problem: { line: 1, seq: 5, why: "entries 0 to 4 are missing before this entry" },
    });
    const lying = await sealedLog(signer, [{ reason: "retention", removed: 3 }, { reason: "export" }], {
      chain: "c",
      seq: 7,
      prev: null,
    });
    expect(await verifyAuditLog(textOf(lying), { key })).toMatchObject({
      problem: { line: 1, seq: 7, why: "`removed` is 3, but 7 entries stood before it" },
    });
  });

  test("is found when an export is made to begin at a later mark of retention", async () => {
    const marked: ChainStep[] = [
      requested("z"),
      allowed("z"),
      finished("z"),
      { reason: "retention", removed: 3 },
    ];
    const exported = await sealedLog(signer, [...marked, ...STEPS]);
    expect(await verifyAuditLog(textOf(exported), { key })).toMatchObject({ ok: true });
    expect(await verifyAuditLog(textOf(exported.slice(3)), { key })).toMatchObject({
      problem: {
        seq: exported.length - 1,
        why: expect.stringContaining("here the first 3 are missing") as string,
      },
    });
    // Retention itself leaves the same behind, and its export says so.
    const kept = await sealedLog(signer, [
      ...marked,
      ...STEPS.slice(0, -1),
      { reason: "export", removed: 3 },
    ]);
    expect(await verifyAuditLog(textOf(kept.slice(3)), { key })).toMatchObject({ ok: true });
  });

  test("is found in a stand-in that carries more than a digest", async () => {
    const filtered = await filteredLog(signer, lines, new Set([1]));
    const more = (filtered[1] ?? "").replace(/\}$/, ',"why":"a cover story"}');
    expect(await verifyAuditLog(textOf(filtered.with(1, more)), { key })).toMatchObject({
      problem: { line: 2, why: "the line of an omitted entry has a field `why`" },
    });
  });
});

test("a key that is none is refused", async () => {
  for (const wrong of ["", "abc", `${key}=`, `${key}A`]) {
    await expect(verifyAuditLog("", { key: wrong })).rejects.toMatchObject({ code: "invalid-argument" });
  }
});

describe("whatever is done to any sealed log is found", () => {
  // An exporter leaves out whole actions; checkpoints always stay.
  const part = fc.record({
    steps: fc.oneof(
      fc.uuid().map((id): ChainStep[] => [requested(id), allowed(id), finished(id)]),
      fc.string({ unit: "grapheme" }).map((id): ChainStep[] => [viewClosed(id)]),
      fc.constant<ChainStep[]>([{ reason: "periodic" }]),
    ),
    leave: fc.boolean(),
  });
  const log = fc.array(part, { minLength: 1, maxLength: 8 });
  const made = fc.tuple(log, fc.nat(), fc.nat());

  async function found(tampered: readonly string[] | Uint8Array<ArrayBuffer>): Promise<void> {
    const source = tampered instanceof Uint8Array ? new Blob([tampered]) : textOf(tampered);
    expect(await verifyAuditLog(source, { key })).toMatchObject({ ok: false });
  }

  async function write(
    parts: readonly { readonly steps: ChainStep[]; readonly leave: boolean }[],
  ): Promise<readonly string[]> {
    const chainSteps: ChainStep[] = [{ reason: "start" }];
    const left = new Set<number>();
    for (const { steps, leave } of parts) {
      for (const step of steps) {
        if (leave && "kind" in step) left.add(chainSteps.length);
        chainSteps.push(step);
      }
    }
    return filteredLog(signer, await sealedLog(signer, [...chainSteps, { reason: "export" }]), left);
  }

  test("nothing is found in one that nobody touched", async () => {
    await fc.assert(
      fc.asyncProperty(log, async (parts) => {
        expect(await verifyAuditLog(textOf(await write(parts)), { key })).toMatchObject({ ok: true });
      }),
      { numRuns: 50 },
    );
  });

  test("one changed byte", async () => {
    await fc.assert(
      fc.asyncProperty(made, fc.integer({ min: 1, max: 255 }), async ([parts, place], mask) => {
        const bytes = new TextEncoder().encode(textOf(await write(parts)));
        const index = place % bytes.length;
        await found(bytes.with(index, (bytes[index] ?? 0) ^ mask));
      }),
      { numRuns: 200 },
    );
  });

  test("one removed line", async () => {
    await fc.assert(
      fc.asyncProperty(made, async ([parts, place]) => {
        const written = await write(parts);
        await found(written.toSpliced(place % written.length, 1));
      }),
    );
  });

  test("two exchanged lines", async () => {
    await fc.assert(
      fc.asyncProperty(made, async ([parts, one, other]) => {
        const written = await write(parts);
        const from = one % written.length;
        const to = (from + 1 + (other % (written.length - 1))) % written.length;
        await found(written.with(from, written[to] ?? "").with(to, written[from] ?? ""));
      }),
    );
  });

  test("any truncation, at a line or inside one", async () => {
    await fc.assert(
      fc.asyncProperty(made, async ([parts, place, byte]) => {
        const written = await write(parts);
        await found(written.slice(0, place % written.length));
        const bytes = new TextEncoder().encode(textOf(written));
        await found(bytes.slice(0, byte % bytes.length));
      }),
    );
  });
});
