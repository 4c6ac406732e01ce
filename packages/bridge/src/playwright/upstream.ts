import { startInProcess } from "./in-process-upstream.ts";
import { startStdio } from "./stdio-upstream.ts";
import type { ServerUnderTest } from "./vitrine.ts";

/** One connection to a server under test that the tests' process holds: messages, as they are. */
export interface Upstream {
  /** Takes one JSON-RPC message to the server. */
  send(message: string): Promise<void>;
  /** Ends the connection, with the process where there is one. A second call waits for the first. */
  close(): Promise<void>;
}

/** Who hears what a server says. */
export interface UpstreamListener {
  /** One JSON-RPC message, as a line of JSON. */
  readonly onMessage: (line: string) => void;
  /** Once, with a sentence that says why. */
  readonly onEnded: (reason: string) => void;
}

/** The servers that have no address. */
export type LinkedServer = Exclude<ServerUnderTest, { readonly url: string }>;

/**
 * Connects to a server under test.
 * @throws Error with a sentence that says why it cannot be started.
 */
export function startUpstream(server: LinkedServer, listener: UpstreamListener): Promise<Upstream> {
  return "create" in server ? startInProcess(server.create, listener) : startStdio(server, listener);
}
