import type { ApprovalMode } from "@vitrine/bridge";
import type { AddressClass } from "./upstream-address.ts";

interface EntryBase {
  readonly name: string;
  readonly identity: string;
  /** `config`: from the config file. `page`: added by URL in the page. */
  readonly source: "config" | "page";
  readonly templates: ApprovalMode;
  /** What a person is shown: a URL without credentials, or the command line before variables were put in. */
  readonly address: string;
}

/** A server reached over Streamable HTTP. */
export interface HttpServer extends EntryBase {
  readonly transport: "http";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The kinds of addresses it may resolve to. */
  readonly reach: readonly AddressClass[];
}

/** A server that is started as a process and spoken to over its standard streams. */
export interface StdioServer extends EntryBase {
  readonly transport: "stdio";
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export type ServerEntry = HttpServer | StdioServer;

/** What the page learns of a server. Headers and environment stay here. */
export interface ServerDescription extends EntryBase {
  readonly transport: ServerEntry["transport"];
}

export function describeServer(entry: ServerEntry): ServerDescription {
  const { name, identity, transport, source, templates, address } = entry;
  return { name, identity, transport, source, templates, address };
}
