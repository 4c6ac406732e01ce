import { join } from "node:path";
import type { ApprovalMode } from "@vitrine/bridge";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { describeServer, type HttpServer, type ServerDescription, type ServerEntry } from "./server-entry.ts";
import { httpIdentity, shownUrl } from "./server-identity.ts";
import { createStoredFile } from "./stored-file.ts";
import { addressClass, reachableAddresses, type AddressClass, type Resolve } from "./upstream-address.ts";

/** The servers that pages may use: those of the config file, and those added in a page by URL. */
export interface Servers {
  list(): readonly ServerDescription[];
  get(name: string): ServerEntry | undefined;
  /** Adds a server by URL and keeps it. Throws an {@link ApiError} when it must not or need not be added. */
  add(wanted: WantedServer): Promise<ServerDescription>;
  /** Removes a server that was added in a page. Throws an {@link ApiError} for any other. */
  remove(name: string): Promise<void>;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A server as a page asks for it. */
export const wantedServerSchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(
      /^\w([\w. -]*[\w-])?$/,
      "must be letters, digits, spaces or . _ -, with a letter or digit at its ends",
    )
    .optional(),
  url: z.string().max(8192),
  /** The person confirmed that it is on this machine. */
  confirmed: z.boolean().optional(),
});
type WantedServer = z.infer<typeof wantedServerSchema>;

const MAX_ADDED = 100;
const storedSchema = z.array(z.strictObject({ name: z.string(), url: z.url(), loopback: z.boolean() }));

export interface ServersOptions {
  readonly configured: readonly ServerEntry[];
  /** The mode of the config file; an added server is never trusted on first use. */
  readonly templates: ApprovalMode;
  /** Directory where added servers are kept. */
  readonly data: string;
  readonly resolve?: Resolve;
  /** The ports of the web app and its sandbox, which are no MCP servers. */
  readonly ownPorts?: readonly number[];
}

export async function createServers(options: ServersOptions): Promise<Servers> {
  const stored = createStoredFile({
    file: join(options.data, "servers.json"),
    schema: storedSchema,
    initial: [],
  });
  const entries = new Map(options.configured.map((entry) => [entry.name, entry]));
  for (const { name, url, loopback } of await stored.read()) {
    // The config file goes first where both have the name.
    if (!entries.has(name)) entries.set(name, entryOf(name, new URL(url), loopback));
  }
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function entryOf(name: string, url: URL, loopback: boolean): HttpServer {
    return {
      name,
      transport: "http",
      source: "page",
      templates: options.templates === "block" ? "block" : "ask",
      identity: httpIdentity(url),
      address: shownUrl(url),
      url,
      headers: {},
      reach: loopback ? ["loopback"] : ["public"],
    };
  }

  function freeName(wanted: string | undefined, url: URL): string {
    if (wanted !== undefined) {
      if (entries.has(wanted))
        throw new ApiError(409, "name-taken", `There is a server named "${wanted}" already.`);
      return wanted;
    }
    const base = url.host.replace(/[^\w.-]+/g, "-").slice(0, 90);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (!entries.has(name)) return name;
    }
  }

  return {
    list: () => [...entries.values()].map(describeServer),
    get: (name) => entries.get(name),
    async add(wanted) {
      const url = parseUrl(wanted.url);
      const identity = httpIdentity(url);
      const same = [...entries.values()].find((entry) => entry.identity === identity);
      if (same !== undefined)
        throw new ApiError(409, "exists", `This server is here already, named "${same.name}".`);
      if ([...entries.values()].filter((entry) => entry.source === "page").length >= MAX_ADDED) {
        throw new ApiError(
          409,
          "too-many-servers",
          `${MAX_ADDED} servers were added already: remove one first.`,
        );
      }
      const loopback = await isLoopback(url, options.resolve);
      if (loopback && options.ownPorts?.includes(Number(url.port)) === true) {
        throw new ApiError(
          403,
          "own-address",
          `${url.host} is Vitrine itself: give the address of a server.`,
        );
      }
      if (loopback && wanted.confirmed !== true) {
        const message = `${url.host} is a server on this machine: add it only if you know what runs there.`;
        throw new ApiError(409, "needs-confirmation", message);
      }
      const entry = entryOf(freeName(wanted.name, url), url, loopback);
      entries.set(entry.name, entry);
      try {
        await stored.change((present) => [...present, { name: entry.name, url: url.href, loopback }]);
      } catch (error) {
        entries.delete(entry.name);
        throw error;
      }
      tell();
      return describeServer(entry);
    },
    async remove(name) {
      const entry = entries.get(name);
      if (entry === undefined)
        throw new ApiError(404, "unknown-server", `There is no server named "${name}".`);
      if (entry.source === "config") {
        throw new ApiError(403, "configured", `"${name}" comes from the config file: remove it there.`);
      }
      await stored.change((present) => present.filter((other) => other.name !== name));
      entries.delete(name);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ApiError(400, "bad-url", "A server's address must start with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ApiError(
      400,
      "bad-url",
      "A server's address must not hold a password: use headers in the config file.",
    );
  }
  url.hash = "";
  return url;
}

/** Whether every address of the host is this machine's. Throws when one of them is out of a page's reach. */
async function isLoopback(url: URL, resolve: Resolve | undefined): Promise<boolean> {
  const reach: readonly AddressClass[] = ["public", "loopback"];
  const addresses = await reachableAddresses(url.hostname, reach, resolve);
  const classes = new Set(addresses.map(({ address }) => addressClass(address)));
  if (classes.size > 1) {
    throw new ApiError(403, "address-refused", `${url.hostname} is both this machine and another one.`);
  }
  return classes.has("loopback");
}
