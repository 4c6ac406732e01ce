import { createPublicKey } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyAuditLog } from "@vitrine/bridge";
import { sql } from "kysely";
import Database from "libsql";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { openRecordDatabase } from "./record-database.ts";
import { actionEvents, entriesOf, openTestRecord, requested, textOf } from "./record.fixture.ts";

describe("The record", () => {
  test("is chained, signed and verifies, over several runs", async () => {
    const data = temporaryDirectory();
    for (let run = 0; run < 3; run++) {
      const { record } = await openTestRecord({ data });
      await record.append(actionEvents());
      await record.close();
    }
    const { record } = await openTestRecord({ data });

    const text = await textOf(record.export({}));

    const key = publicKeyOf(data);
    expect(await verifyAuditLog(text, { key })).toMatchObject({
      ok: true,
      chains: [{ entries: 3 * 5 + 2, checkpoints: 8, omitted: 0, removed: 0 }],
    });
    expect(
      (await entriesOf(record)).filter(({ kind }) => kind === "checkpoint").map(({ reason }) => reason),
    ).toEqual(["start", "stop", "start", "stop", "start", "stop", "start"]);
  });

  test("is readable by its owner alone", async () => {
    const data = join(temporaryDirectory(), "new");
    const { record } = await openTestRecord({ data });
    await record.append(actionEvents());

    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(data)) {
      expect([file, statSync(join(data, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  test("ends with the next start what this one left open", async () => {
    const data = temporaryDirectory();
    const first = requested();
    const { record: earlier } = await openTestRecord({ data });
    await earlier.append([first]);
    await earlier.close();

    const { record } = await openTestRecord({ data });

    expect((await entriesOf(record)).filter(({ action }) => action === first.action)).toMatchObject([
      { kind: "action.requested" },
      { kind: "action.decided", verdict: "deny", by: "host" },
      {
        kind: "action.finished",
        outcome: "interrupted",
        reason: "Vitrine ended before an outcome was recorded",
      },
    ]);
  });

  test("has one writer, which is told apart from a reader", async () => {
    const { data } = await openTestRecord();

    await expect(openTestRecord({ data })).rejects.toMatchObject({
      exitCode: 1,
      message: `Another Vitrine runs with the data directory ${data}: end it, or give this one its own with --data DIR.`,
    });
    const reader = new Database(join(data, "record.db"), { readonly: true });
    expect(reader.prepare("select count(*) as count from entries").get([])).toMatchObject({ count: 1 });
    reader.close();
  });

  test("lets the next one write once it is closed", async () => {
    const { record, data } = await openTestRecord();
    await record.close();
    await expect(openTestRecord({ data })).resolves.toBeDefined();
  });

  test("does not start on a database whose end was cut off", async () => {
    const { record, data } = await openTestRecord();
    await record.append(actionEvents());
    await record.close();
    const database = new Database(join(data, "record.db"));
    database.exec("delete from entries where seq > 2");
    database.close();

    await expect(openTestRecord({ data })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        /^The record cannot be opened: .*record\.db lacks entry 4 of the chain/,
      ) as string,
    });
  });

  test("does not start with a key that is none", async () => {
    const { record, data } = await openTestRecord();
    await record.close();
    writeFileSync(join(data, "record-key.pem"), "tea");

    await expect(openTestRecord({ data })).rejects.toMatchObject({ exitCode: 1 });
  });

  test("takes checkpoints along when much is written", async () => {
    const { record } = await openTestRecord();
    await Promise.all(Array.from({ length: 300 }, () => record.append(actionEvents())));

    const kinds = (await entriesOf(record)).filter(({ kind }) => kind === "checkpoint");
    expect(kinds.map(({ reason }) => reason)).toContain("periodic");
  });

  test("keeps out secrets, and keeps what tells equal arguments from others", async () => {
    const { record } = await openTestRecord();
    const secret = { user: "me", password: "oolong-tea-5", note: "Bearer abcdefghijklmnop" };
    await record.append([
      requested({ arguments: secret, uri: "https://tea.example/?token=abcdef" }),
      requested({ arguments: secret }),
      requested({ arguments: { ...secret, password: "other" } }),
    ]);
    const text = await textOf(record.export({}));

    expect(text).not.toMatch(/oolong-tea-5|abcdefghijklmnop|abcdef"/);
    const [one, two, three] = (await entriesOf(record)).slice(1);
    expect(one).toMatchObject({
      arguments: { user: "me", password: "[redacted]", note: "[redacted]" },
      argumentsDigest: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/) as string,
    });
    expect(two!["argumentsDigest"]).toBe(one!["argumentsDigest"]);
    expect(three!["argumentsDigest"]).not.toBe(one!["argumentsDigest"]);
  });
});

describe("When the record cannot be written, nothing is taken", () => {
  test("while the file is away, and it goes on when it is back", async () => {
    const { record, data } = await openTestRecord();
    const file = join(data, "record.db");
    await record.append(actionEvents());

    renameSync(file, `${file}.away`);
    await expect(record.append(actionEvents())).rejects.toMatchObject({
      status: 503,
      code: "audit-unavailable",
      message: `This was not done, because it cannot be recorded: ${file} is gone: put it back.`,
    });
    renameSync(`${file}.away`, file);
    await record.append(actionEvents());

    expect(await verifyAuditLog(await textOf(record.export({})))).toMatchObject({ ok: true, entries: 8 });
  });

  test("while another file is in its place", async () => {
    const { record, data } = await openTestRecord();
    const file = join(data, "record.db");
    await record.append(actionEvents());

    renameSync(file, `${file}.away`);
    writeFileSync(file, "");
    await expect(record.append(actionEvents())).rejects.toThrow(
      `${file} was replaced: put the file back that it was, or start Vitrine again.`,
    );
    rmSync(file);
    renameSync(`${file}.away`, file);

    await record.append(actionEvents());
    expect(await verifyAuditLog(await textOf(record.export({})))).toMatchObject({ ok: true });
  });

  test("while another program locks it", async () => {
    const { record, data } = await openTestRecord();
    const other = new Database(join(data, "record.db"));
    other.exec("BEGIN IMMEDIATE");

    await expect(record.append(actionEvents())).rejects.toThrow(
      /is locked by another program: end that program/,
    );
    other.exec("ROLLBACK");
    other.close();

    await record.append(actionEvents());
    expect(await entriesOf(record)).toHaveLength(4);
  });

  test("while the disk is full", async () => {
    let full = false;
    let limit = async (): Promise<void> => {};
    const { record, data } = await openTestRecord({
      async openDatabase(file) {
        const database = await openRecordDatabase(file);
        // SQLite takes the size that it has for the smallest possible.
        limit = async () => void (full && (await sql`pragma max_page_count = 1`.execute(database)));
        await limit();
        return database;
      },
    });
    await record.append(actionEvents());
    full = true;
    await limit();
    const much = actionEvents({ arguments: { tea: "x".repeat(60_000) } });

    await expect(record.append(much)).rejects.toMatchObject({
      status: 503,
      message: `This was not done, because it cannot be recorded: The disk of ${join(data, "record.db")} is full: free some space.`,
    });
    await expect(record.append(much)).rejects.toMatchObject({ status: 503 });
    full = false;

    await record.append(much);
    expect(await verifyAuditLog(await textOf(record.export({})))).toMatchObject({ ok: true, entries: 8 });
  });
});

function publicKeyOf(data: string): string {
  return createPublicKey(readFileSync(join(data, "record-key.pem"))).export({ format: "jwk" }).x!;
}
