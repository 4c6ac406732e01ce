import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuseSharedData } from "./private-data.ts";
import { startTestHost, temporaryDirectory } from "./running-host.fixture.ts";

test("a directory that is not there yet, or is this user's own, is taken", () => {
  const data = temporaryDirectory();
  writeFileSync(join(data, "record-key.pem"), "k", { mode: 0o600 });
  writeFileSync(join(data, "record.db"), "", { mode: 0o644 });
  chmodSync(data, 0o755);

  expect(() => refuseSharedData(data)).not.toThrow();
  expect(() => refuseSharedData(join(data, "none"))).not.toThrow();
});

test.each([
  [".", 0o770, 'Other users can change DATA: run "chmod go-w DATA", then start again.'],
  [".", 0o1777, "Other users can change DATA: run"],
  [
    "record-key.pem",
    0o640,
    'Other users can read or change DATA/record-key.pem: run "chmod go-rwx DATA/record-key.pem"',
  ],
  ["record-salt", 0o604, "Other users can read or change DATA/record-salt"],
  [
    "approvals.json",
    0o620,
    'Other users can change DATA/approvals.json: run "chmod go-w DATA/approvals.json"',
  ],
  ["record.lock", 0o602, "Other users can change DATA/record.lock"],
])("%s with mode %o is refused, and the mend is said", (name, mode, sentence) => {
  const data = temporaryDirectory();
  const file = join(data, name);
  if (name !== ".") writeFileSync(file, "");
  chmodSync(file, mode);

  expect(() => refuseSharedData(data)).toThrow(sentence.replaceAll("DATA", data));
});

test("what belongs to another user is refused, whatever its mode", () => {
  const data = temporaryDirectory();
  const other = process.geteuid!() + 1;

  expect(() => refuseSharedData(data, other)).toThrow(`${data} belongs to another user (uid`);
});

test("a host does not start where others can change what it believes", async () => {
  const data = temporaryDirectory();
  chmodSync(data, 0o777);

  await expect(startTestHost({}, { data })).rejects.toThrow("Other users can change");
});
