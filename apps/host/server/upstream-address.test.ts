import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import { addressClass, reachableAddresses, type AddressClass } from "./upstream-address.ts";

const table: readonly (readonly [AddressClass, readonly string[]])[] = [
  [
    "public",
    ["93.184.216.34", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:1.1.1.1"],
  ],
  ["loopback", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"]],
  [
    "private",
    [
      "10.0.0.1",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "100.64.0.1",
      "198.18.0.1",
      "fc00::1",
      "fd12::1",
    ],
  ],
  ["private", ["::ffff:10.0.0.1", "64:ff9b::a00:1", "2001:db8::1"]],
  ["never", ["0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "240.0.0.1"]],
  ["never", ["168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"]],
  [
    "never",
    ["::", "fe80::1", "fe80::1%eth0", "ff02::1", "fec0::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"],
  ],
  ["never", ["64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "::7f00:1", "localhost", "1.2.3", ""]],
];

describe("The class of an address", () => {
  test.each(
    table.flatMap(([expected, addresses]) => addresses.map((address) => [address, expected] as const)),
  )("of %s is %s", (address, expected) => expect(addressClass(address)).toBe(expected));
});

describe("A server's host", () => {
  const resolveTo =
    (...addresses: readonly string[]) =>
    async (): Promise<LookupAddress[]> =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const page: readonly AddressClass[] = ["public"];
  const config: readonly AddressClass[] = ["public", "loopback", "private"];

  test.each([
    ["example.com", ["10.0.0.7"], "is a private address: add the server to the config file."],
    ["192.168.0.1", [], "is a private address: add the server to the config file."],
    ["127.0.0.1", [], "is this machine, which was not confirmed for this server."],
    ["[::1]", [], "is this machine, which was not confirmed for this server."],
    ["localhost", ["127.0.0.1"], "is this machine, which was not confirmed for this server."],
  ])("%s at %j is refused to a page and open to the config", async (host, addresses, sentence) => {
    const resolve = resolveTo(...addresses);
    await expect(reachableAddresses(host, page, resolve)).rejects.toThrow(sentence);
    await expect(reachableAddresses(host, config, resolve)).resolves.not.toHaveLength(0);
  });

  test.each([
    ["metadata.example", ["169.254.169.254"]],
    ["169.254.169.254", []],
    ["0.0.0.0", []],
    ["[fe80::1]", []],
  ])("%s at %j is refused to both", async (host, addresses) => {
    const resolve = resolveTo(...addresses);
    await expect(reachableAddresses(host, page, resolve)).rejects.toThrow("no server may be there");
    await expect(reachableAddresses(host, config, resolve)).rejects.toThrow("no server may be there");
  });

  test("is refused when one of its addresses is out of reach", async () => {
    await expect(reachableAddresses("example.com", page, resolveTo("1.1.1.1", "10.0.0.1"))).rejects.toThrow(
      "10.0.0.1",
    );
    await expect(
      reachableAddresses("example.com", page, resolveTo("1.1.1.1", "1.0.0.1")),
    ).resolves.toHaveLength(2);
  });

  test("that nobody knows is refused", async () => {
    await expect(reachableAddresses("example.com", config, resolveTo())).rejects.toThrow(
      "could not be resolved",
    );
  });

  test("below localhost is this machine, whatever the resolver says", async () => {
    const addresses = await reachableAddresses("shop.localhost", ["loopback"]);
    expect(addresses.map(({ address }) => address)).toEqual(["127.0.0.1", "::1"]);
  });
});
