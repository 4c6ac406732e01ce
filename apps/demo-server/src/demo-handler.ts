import { createMcpHandler, readRequestBody } from "@modelcontextprotocol/server";
import { type AccessLog } from "./access-log.ts";
import { answerPreflight, shareWith } from "./cors.ts";
import { refuseForeign } from "./loopback.ts";
import { createMcpServer } from "./mcp-server.ts";
import type { Store } from "./store.ts";
import { readBuiltView, type ReadView } from "./views.ts";

/** Options of {@link createDemoHandler}. */
export interface DemoHandlerOptions {
  /** All state of the shop. */
  readonly store: Store;
  /** Told of every received message. Default: nobody. */
  readonly accessLog?: AccessLog;
  /** Where the Views' HTML comes from. Default: the built files in `dist/views`. */
  readonly readView?: ReadView;
  /** The clock, ms since the epoch. Default: the machine's. */
  readonly now?: () => number;
}

/** The shop as a fetch-style handler, without a socket. */
export interface DemoHandler {
  fetch(this: void, request: Request): Promise<Response>;
  /** Aborts what is running; may be called twice. */
  close(): Promise<void>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Serves MCP 2026-07-28, and 2025-11-25 without sessions, at `/mcp` to callers on this machine. */
export function createDemoHandler({
  store,
  accessLog,
  readView = readBuiltView,
  now = Date.now,
}: DemoHandlerOptions): DemoHandler {
  const mcp = createMcpHandler(() => createMcpServer({ store, readView, now }), { legacy: "stateless" });

  async function log(request: Request): Promise<void> {
    if (!accessLog || request.method !== "POST") return;
    const body = await readRequestBody(request.clone());
    if (!body.tooLarge) accessLog(parse(body.text));
  }

  async function answer(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== "/mcp")
      return new Response("The MCP endpoint is /mcp.\n", { status: 404 });
    if (request.method === "OPTIONS") return answerPreflight();
    await log(request);
    return mcp.fetch(request);
  }

  return {
    async fetch(request) {
      return refuseForeign(request) ?? shareWith(request.headers.get("origin"), await answer(request));
    },
    close: async () => mcp.close(),
  };
}
