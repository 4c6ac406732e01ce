import { join } from "node:path";
import { createAuditLog, sealedExport, verifyAuditLog } from "@vitrine/bridge";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { makePrivateFile } from "./private-file.ts";
import { actionEvents, textOf } from "./record.fixture.ts";
import { recordSeal } from "./record-secrets.ts";
import { selectEntries } from "./record-selection.ts";
import { startRetention } from "./retention.ts";
import { createSqlAuditStore } from "./sql-audit-store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

test("What retention leaves verifies, and nobody can make an export begin at another mark", async () => {
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
    days: 30,
    onError: (error) => expect.unreachable(error.message),
    now: () => new Date(time),
  });
  onTestFinished(async () => {
    await retention.stop();
    await log.close();
  });
  const exported = (): Promise<string> =>
    store.withDatabase((database) => textOf(sealedExport(selectEntries(database, {}), { seal })));
  const verify = (text: string) => verifyAuditLog(text, { key: seal.key });

  await log.append(...actionEvents());
  time += 2 * DAY_MS;
  await retention.round();
  await log.append(...actionEvents());

  const whole = await exported();
  const lines = whole.trimEnd().split("\n");
  const mark = lines.findLastIndex((line) => line.includes('"reason":"retention"'));
  expect(mark).toBeGreaterThan(0);
  expect(await verify(whole)).toMatchObject({ ok: true, chains: [{ removed: 0 }] });
  expect(await verify(`${lines.slice(mark).join("\n")}\n`)).toMatchObject({ ok: false });

  time += 40 * DAY_MS;
  await retention.round();

  expect(await verify(await exported())).toMatchObject({ ok: true, chains: [{ removed: mark }] });
});
