import { expect, test } from "vitest";
import { readPageAddress, writePageAddress } from "./page-address.ts";

test("reads a tool with its arguments", () => {
  const args = JSON.stringify({ basket_id: "b 1&2", note: "žluť" });
  const address = readPageAddress(`?server=shop&tool=show_basket&args=${encodeURIComponent(args)}&run=1`);
  expect(address).toMatchObject({ server: "shop", tool: "show_basket", args, run: true, tab: "views" });
});

test("runs nothing unless the link says exactly run=1", () => {
  expect(readPageAddress("?server=shop&tool=t&run=true").run).toBe(false);
  expect(readPageAddress("?server=shop&tool=t").run).toBe(false);
});

test("leaves out panels that do not exist", () => {
  expect(readPageAddress("?hide=record,kitchen&tab=cellar")).toMatchObject({
    hidden: new Set(["record"]),
    tab: "servers",
  });
});

test("takes run out of the address and leaves the rest", () => {
  expect(writePageAddress("?server=shop&tool=pay&args=%7B%7D&run=1", { run: false })).toBe(
    "?server=shop&tool=pay&args=%7B%7D",
  );
});

test("keeps the address empty while everything is at its default", () => {
  expect(writePageAddress("", { hidden: new Set() })).toBe("");
  expect(writePageAddress("?hide=record", { hidden: new Set() })).toBe("");
});

test("reads what it wrote", () => {
  const search = writePageAddress("", { server: "a b", tool: "x", hidden: new Set(["record", "servers"]) });
  expect(readPageAddress(search)).toMatchObject({
    server: "a b",
    tool: "x",
    hidden: new Set(["servers", "record"]),
  });
});
