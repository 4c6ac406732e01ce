import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createAuditLog, sealedExport, verifyAuditLog, type SealedAuditLog } from "@vitrine/bridge";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { makePrivateFile } from "./private-file.ts";
import { actionEvents, allowed, finished, requested, textOf } from "./record.fixture.ts";
import { recordSeal } from "./record-secrets.ts";
import { selectEntries } from "./record-selection.ts";
import { startRetention } from "./retention.ts";
import { createSqlAuditStore } from "./sql-audit-store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

interface Scene {
  readonly data: string;
  readonly log: SealedAuditLog;
  /** The key of the record. */
  readonly key: string;
  /** Lets days go by, and does a round. */
  pass(days: number): Promise<void>;
  /** The lines of a whole export. */
  exported(): Promise<readonly string[]>;
}

async function scene(days: number | undefined): Promise<Scene> {
  const data = temporaryDirectory();
  const file = join(data, "record.db");
  makePrivateFile(file);
  const store = createSqlAuditStore({ file });
  const seal = recordSeal(data);
  const log = createAuditLog({ store, seal, writer: "Vitrine" });
  let time = Date.now();
  const retention = startRetention({
    store,
    log,
    days,
    onError: (error) => expect.unreachable(error.message),
    now: () => new Date(time),
  });
  await retention.stop();
  onTestFinished(() => log.close());
  return {
    data,
    log,
    key: seal.key,
    async pass(passed) {
      time += passed * DAY_MS;
      await retention.round();
    },
    async exported() {
      const text = await store.withDatabase((database) =>
        textOf(sealedExport(selectEntries(database, {}), { seal })),
      );
      return text.trimEnd().split("\n");
    },
  };
}

const isMark = (line: string): boolean => line.includes('"reason":"retention"');
const verify = (lines: readonly string[], key: string) =>
  verifyAuditLog(lines.map((line) => `${line}\n`).join(""), { key });

describe("Retention", () => {
  test("leaves what verifies, and nobody can make an export begin at another mark", async () => {
    const { log, key, pass, exported } = await scene(30);
    await log.append(...actionEvents());
    await pass(2);
    await log.append(...actionEvents());

    const lines = await exported();
    const mark = lines.findLastIndex(isMark);
    expect(mark).toBeGreaterThan(0);
    expect(await verify(lines, key)).toMatchObject({ ok: true, chains: [{ removed: 0 }] });
    expect(await verify(lines.slice(mark), key)).toMatchObject({ ok: false });

    await pass(40);

    expect(await verify(await exported(), key)).toMatchObject({ ok: true, chains: [{ removed: mark }] });
  });

  test("removes nothing younger than it was told, and nothing at all unless it was told", async () => {
    for (const days of [30, undefined]) {
      const { log, pass, exported } = await scene(days);
      await log.append(...actionEvents());
      await pass(2);
      await pass(20);
      expect((await exported())[0]).toContain('"seq":0');
    }
  });

  test("cuts no action in two", async () => {
    const { log, key, pass, exported } = await scene(30);
    const open = requested();
    await log.append(open, allowed(open.action));
    await pass(2);
    expect((await exported()).filter((line, index) => index > 0 && isMark(line))).toEqual([]);

    await log.append(finished(open.action));
    await pass(1);
    await pass(40);

    const lines = await exported();
    expect(lines.join()).not.toContain(open.action);
    expect(await verify(lines, key)).toMatchObject({ ok: true });
  });

  test("leaves no bytes behind of what it removed", async () => {
    const { data, log, pass } = await scene(30);
    await log.append(...actionEvents({ arguments: { note: "gyokuro-for-nobody" } }));
    await pass(2);
    const found = (): readonly string[] =>
      readdirSync(data).filter((file) => readFileSync(join(data, file)).includes("gyokuro-for-nobody"));
    expect(found().length).toBeGreaterThan(0);

    await pass(40);

    expect(found()).toEqual([]);
  });
});
