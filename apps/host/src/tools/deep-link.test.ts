// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { readPageAddress } from "../layout/page-address.ts";
import { readDeepLink } from "./deep-link.ts";

const read = (search: string): ReturnType<typeof readDeepLink> => readDeepLink(readPageAddress(search));

test("names no tool unless the address has server and tool", () => {
  expect(read("")).toBe(undefined);
  expect(read("?server=shop")).toBe(undefined);
  expect(read("?tool=show_basket")).toBe(undefined);
});

test("fills the form with the arguments, laid out to read", () => {
  expect(read(`?server=shop&tool=show_basket&args=${encodeURIComponent('{"basket_id":"b1"}')}`)).toEqual({
    server: "shop",
    tool: "show_basket",
    text: '{\n  "basket_id": "b1"\n}',
    arguments: { basket_id: "b1" },
    run: false,
  });
});

test("takes no arguments for an empty object", () => {
  expect(read("?server=shop&tool=list_teas&run=1")).toMatchObject({ arguments: {}, run: true });
});

test("says where bad arguments break, keeps their text, and has nothing to run", () => {
  const link = read(`?server=shop&tool=show_basket&run=1&args=${encodeURIComponent('{"basket_id": b1}')}`);
  expect(link).toMatchObject({
    text: '{"basket_id": b1}',
    complaint: "The link's arguments cannot be read: Unknown word (line 1, column 15).",
  });
  expect(link?.arguments).toBe(undefined);
});

test("refuses arguments that are no object", () => {
  expect(read("?server=shop&tool=show_basket&args=%5B1%5D")?.complaint).toMatch("must be a JSON object");
});
