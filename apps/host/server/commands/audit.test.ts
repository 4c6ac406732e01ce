import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyAuditLog } from "@vitrine/bridge";
import Database from "libsql";
import { describe, expect, test, vi } from "vitest";
import { actionEvents, openTestRecord, requested } from "../record/record.fixture.ts";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { audit } from "./audit.ts";

interface Answer {
  readonly code: number;
  readonly out: string;
}

async function run(
  directory: string,
  args: readonly string[],
  signal = new AbortController().signal,
): Promise<Answer> {
  let out = "";
  const code = await audit(args, {
    env: {},
    directory,
    out: (text) => void (out += text),
    err: () => {},
    signal,
  });
  return { code, out };
}

/** A record with two actions, beside which the commands run. */
async function scene(): Promise<{
  readonly data: string;
  readonly record: Awaited<ReturnType<typeof openTestRecord>>["record"];
  readonly vitrine: (...args: readonly string[]) => Promise<Answer>;
}> {
  const { record, data } = await openTestRecord();
  await record.append(actionEvents({ tool: "pay" }));
  await record.append(
    actionEvents({ tool: "list_teas", server: "shop", arguments: { text: "\u001b[2J\u202e" } }),
  );
  return { data, record, vitrine: (...args) => run(data, args) };
}

const allOf = (data: string): string[] => ["--data", data];

describe("vitrine audit verify", () => {
  test("verifies the record of a running host, against its own key", async () => {
    const { data, vitrine } = await scene();
    const { code, out } = await vitrine("verify", ...allOf(data));
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Verified: 8 lines, one chain, none changed, missing or moved\.\nChain .+: 6 entries and 2 checkpoints, /,
    );
    expect(out).toMatch(/Signed with the key sha256:[0-9a-f]{64}\.\n$/);
  });

  test("verifies a file, and says that its key is its own word until one is given", async () => {
    const { data, vitrine } = await scene();
    await vitrine("export", ...allOf(data), "--out", "log.ndjson");
    expect((await vitrine("verify", "log.ndjson")).out).toContain("which the record itself names");
    const { out: key } = await vitrine("key", ...allOf(data));
    writeFileSync(join(data, "vitrine.key"), key);
    for (const given of ["vitrine.key", key.split("\n")[0] ?? ""]) {
      const { code, out } = await vitrine("verify", "log.ndjson", "--key", given);
      expect(code).toBe(0);
      expect(out).not.toContain("which the record itself names");
    }
  });

  test("names the entry that was edited in the database", async () => {
    const { data, vitrine } = await scene();
    edit(data, `UPDATE entries SET line = replace(line, '"tool":"pay"', '"tool":"buy"')`);
    expect(await vitrine("verify", ...allOf(data))).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Broken at entry 1 of chain .+ \(line 2\): the entry was changed/),
    });
  });

  test("names the entry that was deleted from the database", async () => {
    const { data, vitrine } = await scene();
    edit(data, "DELETE FROM entries WHERE seq = 2");
    expect(await vitrine("verify", ...allOf(data))).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Broken at entry 3 .+: entry 2 is missing before this entry/),
    });
  });

  test("names the first entry that is missing at the end of the database", async () => {
    const { data, record, vitrine } = await scene();
    await record.close();
    expect(await vitrine("verify", ...allOf(data))).toMatchObject({ code: 0 });
    edit(data, "DELETE FROM entries WHERE seq >= 5");
    expect(await vitrine("verify", ...allOf(data))).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^Broken at entry 5 .+: the record was cut off here: it and all up to entry 7/,
      ),
    });
  });

  test("finds an end that was put in the place of another, also when it is signed", async () => {
    const { data, record, vitrine } = await scene();
    await record.close();
    const head = join(data, "record-head.json");
    const written = readFileSync(head);
    edit(data, "DELETE FROM entries WHERE seq >= 5");
    rmSync(head);
    const { record: other } = await openTestRecord({ data });
    await other.append(actionEvents());
    await other.close();
    expect(await vitrine("verify", ...allOf(data))).toMatchObject({ code: 0 });

    writeFileSync(head, written);

    expect(await vitrine("verify", ...allOf(data))).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Broken at entry 7 .+: the end of the record was replaced/),
    });
  });

  test("lets no entry command the terminal", async () => {
    const { data } = await scene();
    writeFileSync(
      join(data, "evil.ndjson"),
      `{"chain":"\u009b2J","digest":"x","kind":"omitted","seq":0,"v":1}\n`,
    );
    const { out } = await run(data, ["verify", "evil.ndjson"]);
    expect(out.trimEnd()).not.toMatch(/\p{Cc}/u);
  });
});

describe("vitrine audit export", () => {
  test("gives out what verifies, to a file that only its owner may read", async () => {
    const { data, vitrine } = await scene();
    await vitrine("export", ...allOf(data), "--out", "log.ndjson");
    const file = join(data, "log.ndjson");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await verifyAuditLog(readFileSync(file, "utf8"), { sealed: true })).toMatchObject({ ok: true });
  });

  test("narrows to what is asked for, and still verifies", async () => {
    const { data, vitrine } = await scene();
    const { out } = await vitrine(
      "export",
      ...allOf(data),
      "--tool",
      "pa*",
      "--since",
      "2026-01-01T00:00:00Z",
    );
    expect(out).toContain('"tool":"pay"');
    expect(out).not.toContain("list_teas");
    expect(await verifyAuditLog(out, { sealed: true })).toMatchObject({
      ok: true,
      chains: [{ omitted: 3, sealed: { filter: { since: "2026-01-01T00:00:00Z", tool: "pa*" } } }],
    });
  });

  test("writes nothing into the record", async () => {
    const { data, vitrine } = await scene();
    const before = (await vitrine("tail", ...allOf(data), "--json", "-n", "100")).out;
    await vitrine("export", ...allOf(data));
    expect((await vitrine("tail", ...allOf(data), "--json", "-n", "100")).out).toBe(before);
  });
});

describe("vitrine audit tail", () => {
  test("prints the last entries in words, with nothing in them that would command a terminal", async () => {
    const { data, vitrine } = await scene();
    const { out } = await vitrine("tail", ...allOf(data), "-n", "3");
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/action\.requested\s+view: tools\/call list_teas on shop {2}\{"text":"/);
    expect(lines[0]).toContain("\\u202e");
    expect(lines[1]).toMatch(/action\.decided\s+allow by policy/);
    expect(out).not.toContain("\u202e");
  });

  test("prints entries as they are recorded", async () => {
    const { data, vitrine } = await scene();
    const { out } = await vitrine("tail", ...allOf(data), "--json", "-n", "1");
    expect(JSON.parse(out)).toMatchObject({ kind: "action.finished", outcome: "ok" });
  });

  test("follows until it is told to end", async () => {
    const { data, record } = await scene();
    const ending = new AbortController();
    let out = "";
    const following = audit(["tail", ...allOf(data), "-n", "0", "--follow"], {
      env: {},
      directory: data,
      out: (text) => void (out += text),
      err: () => {},
      signal: ending.signal,
    });
    await record.append([requested({ tool: "brew" })]);
    await vi.waitFor(() => expect(out).toContain("tools/call brew"), { timeout: 5000 });
    ending.abort();
    expect(await following).toBe(0);
    expect(out.match(/tools\/call brew/g)).toHaveLength(1);
  });
});

test("vitrine audit key prints the key and its fingerprint", async () => {
  const { data, vitrine } = await scene();
  expect((await vitrine("key", ...allOf(data))).out).toMatch(/^[\w-]{43}\nsha256:[0-9a-f]{64}\n$/);
});

test.each([
  [["verfy"], 'Unknown command "audit verfy": did you mean verify?'],
  [["verify", "a", "b"], 'Unexpected argument "b"'],
  [["verify", "a", "--data", "b"], "Give a FILE or --data DIR, not both."],
  [["verify", "gone.ndjson"], "gone.ndjson cannot be read"],
  [["verify", "--key", "nonsense"], "--key nonsense is neither a public key nor a file with one"],
  [["export", "--since", "yesterday"], "--since must be a time such as"],
  [["tail", "-n", "many"], '-n must be a number from 0 to 999999, not "many".'],
  [["tail", "--data", "nowhere"], "There is no record in"],
])("refuses %j with a sentence", async (args, sentence) => {
  await expect(run(temporaryDirectory(), args)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(sentence),
  });
});

function edit(data: string, sql: string): void {
  const database = new Database(join(data, "record.db"));
  database.exec(sql);
  database.close();
}
