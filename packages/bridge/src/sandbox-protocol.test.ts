import { expect, test } from "vitest";
import { proxyPageAddress } from "./sandbox-protocol.ts";

test("the proxy page is asked for one host and one View", () => {
  const address = proxyPageAddress(new URL("http://proxy.localhost:5181"), {
    host: "http://localhost:5180",
    view: new URL("http://0123456789abcdef.fedcba9876543210.localhost:5181/view/token"),
  });
  expect(address.pathname).toBe("/");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    host: "http://localhost:5180",
    view: "0123456789abcdef.fedcba9876543210",
  });
});
