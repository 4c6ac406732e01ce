import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createAccessLog } from "./access-log.ts";

const directory = mkdtempSync(join(tmpdir(), "access-log-"));
const file = join(directory, "access.ndjson");

afterEach(() => rmSync(file, { force: true }));

test("writes one line per tool call, with trace and request id when they are there", () => {
  const log = createAccessLog(file);
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  log({
    id: 7,
    method: "tools/call",
    params: { name: "pay_basket", arguments: { basket_id: "b" }, _meta: { traceparent } },
  });
  log({ id: 8, method: "tools/list" });
  log([{ id: 9, method: "tools/call", params: { name: "list_teas" } }]);
  const lines = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toEqual([
    { at: expect.any(String), tool: "pay_basket", arguments: { basket_id: "b" }, traceparent, requestId: 7 },
    { at: expect.any(String), tool: "list_teas", arguments: {}, requestId: 9 },
  ]);
});
