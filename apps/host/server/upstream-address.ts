import { lookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { promisify } from "node:util";
import { buildConnector } from "undici";
import { ApiError } from "./api-error.ts";

/**
 * What an address is to the relay. `never` is link-local, cloud metadata, multicast, unspecified and
 * reserved space: no server lives there, and requests to it are how a relay is made to leak credentials.
 */
export type AddressClass = "public" | "loopback" | "private" | "never";

/** Finds every address of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const never4 = ["0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"];
/** Metadata services that do not live in link-local space: Azure, Alibaba, Oracle. */
const metadata4 = ["168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"];
const loopback4 = ["127.0.0.0/8"];
const private4 = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
];

/** NAT64 (RFC 6052) writes an IPv4 address into the last 32 bits, so its rules follow. */
const translated = (subnets: readonly string[]): string[] =>
  subnets.map((subnet) => {
    const [address, prefix] = subnet.split("/");
    return `64:ff9b::${address}/${96 + Number(prefix)}`;
  });

/** Asked in this order; the first list that holds the address names its class. */
const lists: readonly (readonly [AddressClass, BlockList])[] = [
  ["loopback", blockList([...loopback4, "::1/128"])],
  [
    "never",
    // 6to4 and Teredo are retired and could wrap any IPv4 address; fd00:ec2::254 is the metadata service of AWS.
    blockList([
      ...never4,
      ...metadata4,
      ...translated([...never4, ...metadata4, ...loopback4]),
      "2002::/16",
      "2001::/32",
      "fd00:ec2::254/128",
    ]),
  ],
  [
    "private",
    blockList([...private4, ...translated(private4), "fc00::/7", "2001:db8::/32", "64:ff9b:1::/48"]),
  ],
];
const globalUnicast6 = blockList(["2000::/3", "64:ff9b::/96", "::ffff:0:0/96"]);

/** The class of an IP address; anything that is no plain address is `never`. */
export function addressClass(address: string): AddressClass {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return "never";
  const type = family === 4 ? "ipv4" : "ipv6";
  for (const [name, list] of lists) if (list.check(address, type)) return name;
  // IPv6 space that is neither listed nor global unicast (RFC 4291) is link-local, multicast or unassigned.
  return family === 4 || globalUnicast6.check(address, type) ? "public" : "never";
}

/**
 * Every address of `host`, each of a class within `reach`.
 * Throws an {@link ApiError} when the name is unknown or when one address, of however many, is out of reach.
 */
export async function reachableAddresses(
  host: string,
  reach: readonly AddressClass[],
  resolve: Resolve = resolveName,
): Promise<readonly LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  const family = isIP(bare);
  const addresses = family === 0 ? await resolve(bare) : [{ address: bare, family }];
  if (addresses.length === 0) throw unknownHost(bare);
  for (const { address } of addresses) {
    const found = addressClass(address);
    if (!reach.includes(found) || found === "never") throw outOfReach(bare, address, found);
  }
  return addresses;
}

/**
 * Connects to upstreams within `reach`. The addresses that were checked are the ones connected to, so a name
 * that resolves differently a moment later (DNS rebinding) fails before a packet leaves.
 */
export function createUpstreamConnector(
  reach: readonly AddressClass[],
  timeout: number,
  resolve: Resolve = resolveName,
): buildConnector.connector {
  /** Given by undici to net.connect and tls.connect, which ask nobody else. */
  async function lookupReachable(host: string, all: boolean, callback: LookupCallback): Promise<void> {
    try {
      const addresses = await reachableAddresses(host, reach, resolve);
      if (all) callback(null, [...addresses]);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    } catch (error) {
      callback(error as Error, "", 0);
    }
  }
  const connect = buildConnector({
    timeout,
    lookup: (host, { all }, callback) => void lookupReachable(host, all === true, callback),
  });
  return (options, callback) => {
    // An address written as such is never looked up, so it is checked here.
    const bare = options.hostname.replace(/^\[|\]$/g, "");
    const literal = isIP(bare) === 0 ? undefined : addressClass(bare);
    if (literal !== undefined && (literal === "never" || !reach.includes(literal))) {
      callback(outOfReach(bare, bare, literal), null);
      return;
    }
    connect(options, callback);
  };
}

type LookupCallback = Parameters<LookupFunction>[2];

const lookupAll = promisify(lookup);

async function resolveName(host: string): Promise<readonly LookupAddress[]> {
  // Names under localhost are loopback by definition (RFC 6761); resolvers differ on whether they know it.
  if (/(^|\.)localhost\.?$/i.test(host)) {
    return [
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ];
  }
  try {
    return await lookupAll(host, { all: true });
  } catch {
    throw unknownHost(host);
  }
}

function unknownHost(host: string): ApiError {
  return new ApiError(
    502,
    "unknown-host",
    `The name ${host} could not be resolved: check the address of the server.`,
  );
}

function outOfReach(host: string, address: string, found: AddressClass): ApiError {
  const what = host === address ? address : `${host} (${address})`;
  switch (found) {
    case "never":
      return new ApiError(
        403,
        "address-refused",
        `${what} is link-local, metadata or reserved: no server may be there.`,
      );
    case "private":
      return new ApiError(
        403,
        "address-refused",
        `${what} is a private address: add the server to the config file.`,
      );
    case "loopback":
      return new ApiError(
        403,
        "address-refused",
        `${what} is this machine, which was not confirmed for this server.`,
      );
    case "public":
      return new ApiError(403, "address-refused", `${what} is outside what was confirmed for this server.`);
  }
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address, prefix] = subnet.split("/");
    list.addSubnet(address!, Number(prefix), address!.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}
