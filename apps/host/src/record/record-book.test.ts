import type { AuditEntry } from "@vitrine/bridge";
import { expect, test } from "vitest";
import { createRecordBook } from "./record-book.ts";

const all = { since: "", until: "", server: "", tool: "", actor: "", outcome: "", type: "", search: "" };
let seq = 0;

const entry = (fields: object): AuditEntry => {
  seq += 1;
  const at = `2026-11-20T10:00:${String(seq).padStart(2, "0")}.000Z`;
  return {
    v: 1,
    chain: "c",
    seq,
    at,
    prev: null,
    digest: `sha256:${seq}`,
    ...fields,
  } as unknown as AuditEntry;
};

const requested = (action: string, tool: string, server = "shop"): AuditEntry =>
  entry({
    kind: "action.requested",
    action,
    actor: "view",
    method: "tools/call",
    server,
    tool,
    arguments: { id: action },
  });
const decided = (action: string): AuditEntry =>
  entry({ kind: "action.decided", action, verdict: "allow", by: "person" });
const finished = (action: string, outcome: string): AuditEntry =>
  entry({ kind: "action.finished", action, outcome });

test("gathers the entries of an action into one row with its outcome", () => {
  const book = createRecordBook();
  book.add([requested("a", "pay_basket"), decided("a"), finished("a", "ok")]);
  expect(book.rows(all)).toMatchObject([{ key: "a", type: "action", title: "pay_basket", outcome: "ok" }]);
  expect(book.rows(all)[0]?.entries).toHaveLength(3);
});

test("says how far an action has come that is not finished", () => {
  const book = createRecordBook();
  book.add([requested("a", "pay_basket")]);
  expect(book.rows(all)).toMatchObject([{ stage: "requested" }]);
  book.add([decided("a")]);
  expect(book.rows(all)).toMatchObject([{ stage: "decided" }]);
});

test("keeps interleaved actions apart, newest first", () => {
  const book = createRecordBook();
  book.add([requested("a", "one"), requested("b", "two"), finished("a", "denied"), finished("b", "ok")]);
  expect(book.rows(all).map(({ title, outcome }) => [title, outcome])).toEqual([
    ["two", "ok"],
    ["one", "denied"],
  ]);
});

test("counts an entry once that is both read and heard", () => {
  const book = createRecordBook();
  const one = requested("a", "one");
  book.add([one]);
  book.add([one]);
  expect(book.size()).toBe(1);
});

test("filters by server, outcome, type and words", () => {
  const book = createRecordBook();
  book.add([requested("a", "pay", "shop"), finished("a", "denied"), requested("b", "read", "wiki")]);
  book.add([entry({ kind: "server.connected", server: "wiki", protocolVersion: "2026-07-28" })]);
  expect(book.rows({ ...all, server: "wiki" })).toHaveLength(2);
  expect(book.rows({ ...all, outcome: "denied" }).map(({ key }) => key)).toEqual(["a"]);
  expect(book.rows({ ...all, type: "server" })).toMatchObject([{ title: "Connected (2026-07-28)" }]);
  expect(book.rows({ ...all, search: "PAY shop" }).map(({ key }) => key)).toEqual(["a"]);
  expect(book.servers()).toEqual(["shop", "wiki"]);
});

test("filters by tool, actor and time", () => {
  const book = createRecordBook();
  const [early, late] = [requested("a", "pay"), requested("b", "read")];
  book.add([early, late, entry({ kind: "view.opened", view: "v", server: "shop", tool: "read" })]);
  book.add([{ ...requested("c", "pay"), actor: "link" } as AuditEntry]);
  expect(book.rows({ ...all, tool: "read" }).map(({ type }) => type)).toEqual(["view", "action"]);
  expect(book.rows({ ...all, actor: "link" }).map(({ key }) => key)).toEqual(["c"]);
  expect(book.rows({ ...all, until: early.at }).map(({ key }) => key)).toEqual(["a"]);
  expect(book.rows({ ...all, since: late.at, until: late.at }).map(({ key }) => key)).toEqual(["b"]);
  expect(book.tools()).toEqual(["pay", "read"]);
});

test("shows an action of the wanted time whole, although it began before", () => {
  const book = createRecordBook();
  book.add([requested("a", "pay"), decided("a")]);
  const end = finished("a", "ok");
  book.add([end]);
  expect(book.rows({ ...all, since: end.at })[0]?.entries).toHaveLength(3);
});

test("shows checkpoints only to whoever asks for them", () => {
  const book = createRecordBook();
  book.add([requested("a", "pay"), entry({ kind: "checkpoint", reason: "periodic" })]);
  expect(book.rows(all).map(({ type }) => type)).toEqual(["action"]);
  expect(book.rows({ ...all, type: "checkpoint" })).toMatchObject([{ title: "Checkpoint (periodic)" }]);
});

test("shows kinds that it does not know", () => {
  const book = createRecordBook();
  book.add([entry({ kind: "weather" })]);
  expect(book.rows(all)).toMatchObject([{ type: "other", title: "weather" }]);
});
