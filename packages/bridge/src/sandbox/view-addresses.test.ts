import { expect, test } from "vitest";
import { createViewAddresses } from "./view-addresses.ts";

const VIEW = { host: "v.s.localhost:5181", htmlDigest: "sha256:aa", headers: {} };

test("a token is good for one View, once", () => {
  const addresses = createViewAddresses(() => 0);
  const token = addresses.issue(VIEW) ?? "";
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(addresses.redeem(token, VIEW.host)).toMatchObject(VIEW);
  expect(addresses.redeem(token, VIEW.host)).toBeUndefined();
});

test("a token is worthless at another host and stays good at its own", () => {
  const addresses = createViewAddresses(() => 0);
  const token = addresses.issue(VIEW) ?? "";
  expect(addresses.redeem(token, "w.s.localhost:5181")).toBeUndefined();
  expect(addresses.redeem(token, VIEW.host)).toMatchObject(VIEW);
});

test("a token expires after 30 seconds", () => {
  let now = 0;
  const addresses = createViewAddresses(() => now);
  const [early = "", late = ""] = [addresses.issue(VIEW), addresses.issue(VIEW)];
  now = 29_999;
  expect(addresses.redeem(early, VIEW.host)).toBeDefined();
  now = 30_000;
  expect(addresses.redeem(late, VIEW.host)).toBeUndefined();
});

test("no more than 1000 tokens wait at a time, and expired ones make room", () => {
  let now = 0;
  const addresses = createViewAddresses(() => now);
  const tokens = Array.from({ length: 1001 }, () => addresses.issue(VIEW));
  expect(tokens.filter((token) => token !== undefined)).toHaveLength(1000);
  now = 30_000;
  expect(addresses.issue(VIEW)).toBeDefined();
});
