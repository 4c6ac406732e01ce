import { createSandbox, signTicket } from "../sandbox/index.ts";
import { listen } from "./listen.ts";
import { createMcpPass } from "./mcp-pass.ts";
import { pageFile } from "./page-files.ts";
import { createServerLink } from "./server-link.ts";
import type { ServerUnderTest } from "./vitrine.ts";

/** The origins that a host for tests needs, on free ports of this machine. */
export interface KitServer {
  /** The host's page, such as `http://localhost:41234`. */
  readonly origin: string;
  /** The path, such as `/3f0c…`, of what is for that page alone: the server under test, and tickets. */
  readonly base: string;
  /** The sandbox proxy, such as `http://proxy.localhost:41235`. */
  readonly proxy: string;
  /** Why the server under test ended, with its last words, where it was started here; else why nothing answered. */
  ending(): string | undefined;
  /** Ends every connection, and the server under test where it was started here. */
  close(): Promise<void>;
}

const TICKET_SECONDS = 60;

/** Starts the {@link KitServer}: the host's page with the way to the server under test, and the sandbox origins. */
export async function startKitServer(server: ServerUnderTest): Promise<KitServer> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const link = "url" in server ? undefined : createServerLink(server);
  let unreachable: string | undefined;
  const onUnreachable = (reason: string): void => void (unreachable = reason);
  const pass = "url" in server ? createMcpPass({ ...server, onUnreachable }) : undefined;
  // Told to the page by the tests: it stands in no file that somebody else could ask for.
  const base = `/${crypto.randomUUID()}`;
  let origin = "";
  let proxy = "";

  const ticket = async (request: Request): Promise<Response> => {
    const wanted = (await request.json()) as Pick<
      Parameters<typeof signTicket>[1],
      "identity" | "uri" | "digest" | "facts" | "unsafeEval"
    >;
    const exp = Math.floor(Date.now() / 1000) + TICKET_SECONDS;
    return new Response(await signTicket(key, { v: 1, ...wanted, embedder: origin, exp }));
  };

  const host = await listen(async (request) => {
    const { host: named, pathname } = new URL(request.url);
    // A foreign name that leads here (DNS rebinding) would drive the server under test.
    if (`http://${named}` !== origin) return new Response("This is a host for tests.", { status: 421 });
    const site = request.headers.get("sec-fetch-site");
    const own = site === null || site === "same-origin" || site === "none";
    if (!own || (request.headers.get("origin") ?? origin) !== origin) {
      return new Response("This is for the host's own page.", { status: 403 });
    }
    if (pathname === `${base}/ticket` && request.method === "POST") return ticket(request);
    if (pathname === `${base}/mcp` && pass !== undefined) return pass(request);
    if (pathname.startsWith(`${base}/link/`) && link !== undefined) return link.handle(request);
    return pageFile(pathname, proxy);
  });
  origin = `http://localhost:${host.port}`;
  const sandbox = await listen((request) => serveSandbox(request));
  proxy = `http://proxy.localhost:${sandbox.port}`;
  const serveSandbox = createSandbox({ hostOrigins: [origin], base: `localhost:${sandbox.port}`, key });

  return {
    origin,
    base,
    proxy,
    ending: () => link?.ending() ?? unreachable,
    async close() {
      await link?.close();
      await Promise.all([host.close(), sandbox.close()]);
    },
  };
}
