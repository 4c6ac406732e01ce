import type { Page } from "@playwright/test";
import { serverIdentity } from "../server-identity.ts";
import { createCallPage } from "./call-page.ts";
import { createHostedView } from "./hosted-view.ts";
import { startKitServer } from "./kit-server.ts";
import type { PageTarget } from "./page-api.ts";
import { notesLines } from "./situation.ts";
import type { ServerUnderTest, Vitrine, VitrineOptions } from "./vitrine.ts";

/** How to start a host for tests without the runner's fixtures. */
export interface StartVitrineOptions extends VitrineOptions {
  /** Where the host's page is shown. It stays its owner's; nothing is shown in it after `close`. */
  readonly page: Page;
}

/** What policy rules call the server. */
const SERVER_NAME = "server";

/**
 * Starts a host on free ports, connected to the server under test, in the page given. Hosts share nothing: any number
 * of them may run beside each other.
 * @throws Error with a sentence that says why the server could not be connected.
 */
export async function startVitrine({
  page,
  server,
  policy = [],
  grants = {},
}: StartVitrineOptions): Promise<Vitrine> {
  const kit = await startKitServer(server);
  const call = createCallPage(page);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= kit.close());
  try {
    await page.goto(kit.origin);
    await call("start", { target: targetOf(server, kit.base), proxy: kit.proxy, policy, grants });
  } catch (error) {
    const ending = kit.ending();
    await close();
    // The page knows no more than that the connection is gone.
    throw ending === undefined ? error : new Error(ending, { cause: error });
  }
  return {
    page,
    async open(tool, args = {}, { result, partial = false, wait } = {}) {
      const id = await call("open", { tool, arguments: args, partial, ...(result && { result }) });
      const view = createHostedView(page, call, id);
      if (wait === false) return view;
      const reason = await call("settled", id);
      if (reason === undefined) return view;
      const found = notesLines(await call("state", id));
      throw new Error([`The View of "${tool}" did not become ready. ${reason}`, ...found].join("\n"));
    },
    callTool: (tool, args = {}) => call("callTool", tool, args),
    tools: () => call("tools"),
    templates: () => call("templates"),
    views: () => call("views"),
    record: () => call("record"),
    close,
  };
}

function targetOf(server: ServerUnderTest, base: string): PageTarget {
  if ("url" in server) return { name: SERVER_NAME, identity: serverIdentity(server.url), over: "http", base };
  const identity = "command" in server ? [server.command, ...(server.args ?? [])].join(" ") : "in-process";
  return { name: SERVER_NAME, identity: `test:${identity}`, over: "link", base };
}
