import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One JSON-RPC message that reached the server. */
export interface Heard {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

/** A server that obeys no SDK: it declares what it likes, does what it was called for, listed or not, and logs it. */
export interface RawServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Names of the tools that were called, in order. */
  calls(): readonly string[];
  /** Arguments of the calls of one tool. */
  argumentsOf(tool: string): readonly Readonly<Record<string, unknown>>[];
  /** The most calls that were on their way at one time. */
  mostAtOnce(): number;
  close(): void;
}

export interface RawServerOptions {
  readonly tools: () => readonly object[];
  readonly resources?: () => readonly object[];
  /** Answers `resources/read`: its `contents`. */
  readonly read?: (uri: string) => readonly object[];
  /** The text that a call answers with. */
  readonly answer?: (tool: string) => string;
  /** Milliseconds that a call takes. Default 0. */
  readonly slow?: number;
  /** Takes over the answers to everything. */
  readonly respondTo?: (response: ServerResponse) => void;
}

/** Starts it: 2025-11-25 without sessions, answers in JSON. */
export async function startRawServer(options: RawServerOptions): Promise<RawServer> {
  const heard: Heard[] = [];
  let running = 0;
  let most = 0;

  const resultOf = async ({ method, params }: Heard): Promise<object | undefined> => {
    switch (method) {
      case "initialize":
        return {
          protocolVersion: "2025-11-25",
          capabilities: { tools: {}, resources: {} },
          serverInfo: { name: "raw", version: "1" },
        };
      case "tools/list":
        return { tools: options.tools() };
      case "resources/list":
        return { resources: options.resources?.() ?? [] };
      case "resources/read":
        return { contents: options.read?.(String(params["uri"])) ?? [] };
      case "tools/call": {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, options.slow ?? 0));
        running -= 1;
        return { content: [{ type: "text", text: options.answer?.(String(params["name"])) ?? "done" }] };
      }
      default:
        return undefined;
    }
  };

  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method !== "POST") return void response.writeHead(405).end();
      const {
        id,
        method,
        params = {},
      } = JSON.parse(Buffer.concat(chunks).toString()) as {
        id?: unknown;
        method: string;
        params?: Readonly<Record<string, unknown>>;
      };
      const message = { method, params, headers: request.headers };
      heard.push(message);
      if (id === undefined) return void response.writeHead(202).end();
      if (options.respondTo !== undefined) return options.respondTo(response);
      void (async () => {
        const result = await resultOf(message);
        const answer = result === undefined ? { error: { code: -32601, message: "unknown" } } : { result };
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
      })();
    });
  });
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const called = (): readonly Heard[] => heard.filter(({ method }) => method === "tools/call");
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    heard,
    calls: () => called().map(({ params }) => String(params["name"])),
    argumentsOf: (tool) =>
      called()
        .filter(({ params }) => params["name"] === tool)
        .map(({ params }) => params["arguments"] as Readonly<Record<string, unknown>>),
    mostAtOnce: () => most,
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
}

/** Declares a tool with a View. */
export function viewTool(name: string, more: object = {}): object {
  return {
    ...plainTool(name, { annotations: { readOnlyHint: true }, ...more }),
    _meta: { ui: { resourceUri: uriOf(name) } },
  };
}

/** Declares a tool that claims nothing about itself. */
export function plainTool(name: string, more: object = {}): object {
  return { name, description: `The tool ${name}.`, inputSchema: { type: "object" }, ...more };
}

/** The address of a tool's template. */
export function uriOf(name: string): string {
  return `ui://evil/${name}.html`;
}

/** One item of `contents`. */
export function templateOf(uri: string, html: string, ui?: object): object {
  return {
    uri,
    mimeType: "text/html;profile=mcp-app",
    text: html,
    ...(ui !== undefined && { _meta: { ui } }),
  };
}
