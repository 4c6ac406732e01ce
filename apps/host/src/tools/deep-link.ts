import { readPageAddress, replacePageAddress, type PageAddress } from "../layout/page-address.ts";
import { runTool } from "../runs/run-tool.ts";
import { connectedServer, useServers } from "../servers/servers-store.ts";
import { parseArguments } from "../text/json-source.ts";
import { useSelection } from "./selection-store.ts";

/** What a link asks for, once its arguments are read. */
export interface DeepLink {
  readonly server: string;
  readonly tool: string;
  /** What stands in the raw editor: the link's own text when it is no JSON. */
  readonly text: string;
  /** Present when they could be read. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Where and why they could not. */
  readonly complaint?: string;
  readonly run: boolean;
}

/** Reads a link; undefined when it names no tool. */
export function readDeepLink({ server, tool, args = "{}", run }: PageAddress): DeepLink | undefined {
  if (server === undefined || tool === undefined) return undefined;
  const parsed = parseArguments(args);
  if (parsed.valid) {
    return { server, tool, text: JSON.stringify(parsed.value, null, 2), arguments: parsed.value, run };
  }
  const complaint = `The link's arguments cannot be read: ${parsed.reason} (line ${parsed.line}, column ${parsed.column}).`;
  return { server, tool, text: args, complaint, run };
}

/**
 * Does what the page's address asks: selects the tool with its form filled and, with `run=1`, presses Run as actor
 * `link` once the server is there. `run` leaves the address first, so that a reload does not run it again.
 *
 * @returns stops waiting for the server.
 */
export function followDeepLink(): () => void {
  const link = readDeepLink(readPageAddress(location.search));
  if (link === undefined) return () => {};
  const { server, tool, text, complaint } = link;
  replacePageAddress({ run: false });
  useSelection.setState({ server, tool, ...(complaint === undefined ? {} : { mode: "json" }) });
  useSelection.getState().write(server, tool, complaint === undefined ? { text } : { text, complaint });

  const input = link.arguments;
  if (!link.run || input === undefined) return () => {};
  const waiting = new AbortController();
  const tryToRun = (): void => {
    const connected = connectedServer(server);
    if (connected === undefined || waiting.signal.aborted) return;
    waiting.abort();
    const found = connected.tools.get().find(({ name }) => name === tool);
    if (found !== undefined) {
      runTool({ server: connected, tool: found, arguments: input, actor: "link" });
    }
  };
  const unsubscribe = useServers.subscribe(tryToRun);
  waiting.signal.addEventListener("abort", unsubscribe);
  tryToRun();
  return () => waiting.abort();
}
