import type { Client, ClientOptions, Transport } from "@modelcontextprotocol/client";
import { config } from "zod/v4/core";
import { createBoundedSchema } from "./bounded-schema.ts";
import { reasonOf } from "./errors.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";

/** For an address: a server that is there answers within seconds. */
const CONNECT_TIMEOUT_MS = 10_000;
/** For a transport: behind it may be a process that has to be installed and started first, beside many others. */
const START_TIMEOUT_MS = 60_000;
const END_SESSION_TIMEOUT_MS = 1_000;
const UI_EXTENSION = "io.modelcontextprotocol/ui";

/** What to connect to: an address, a transport of your own, or a client that is connected already. */
export type McpTarget =
  | { readonly url: URL; readonly fetch?: typeof fetch; readonly headers?: Readonly<Record<string, string>> }
  | { readonly transport: () => Transport }
  /** Stays its owner's: it is neither closed nor are its handlers replaced. */
  | { readonly client: Client };

/** The SDK of MCP clients, loaded when the first server is connected to: most of a host's code weight is its. */
export type McpSdk = Awaited<ReturnType<typeof importSdk>>;

export function loadMcpSdk(): Promise<McpSdk> {
  // Before the SDK builds its schemas: zod would try `new Function` once, and under a Content-Security-Policy
  // without 'unsafe-eval' each such try is a violation report.
  config({ jitless: true });
  return importSdk();
}

const importSdk = () => import("@modelcontextprotocol/client");

export interface OpenClientOptions {
  readonly target: McpTarget;
  readonly info: { readonly name: string; readonly version: string };
  readonly signal?: AbortSignal;
}

/** Connects a client: 2026-07-28 first, the handshake of 2025-11-25 when the server does not know that. */
export async function openClient(sdk: McpSdk, { target, info, signal }: OpenClientOptions): Promise<Client> {
  if ("client" in target) return target.client;
  const timeout = "url" in target ? CONNECT_TIMEOUT_MS : START_TIMEOUT_MS;
  const client = new sdk.Client(
    { name: info.name, version: info.version },
    {
      versionNegotiation: { mode: "auto", probe: { timeoutMs: timeout, maxRetries: 0 } },
      capabilities: { extensions: { [UI_EXTENSION]: { mimeTypes: [TEMPLATE_MIME_TYPE] } } },
      jsonSchemaValidator: boundedValidator,
    },
  );
  const transport = "url" in target ? openHttp(sdk, target) : target.transport();
  // The SDK's probe knows no signal; a closed transport ends it.
  const abort = (): void => void transport.close();
  signal?.throwIfAborted();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await client.connect(transport, { timeout, ...(signal && { signal }) });
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  return client;
}

/** Output schema and result are both the server's: the SDK's own validator would run its patterns without end. */
const boundedValidator: NonNullable<ClientOptions["jsonSchemaValidator"]> = {
  getValidator(schema) {
    const bounded = createBoundedSchema(schema);
    return (input: unknown) => {
      try {
        const { valid, errors } = bounded.validate(input);
        if (valid)
          return {
            valid, // What type it is taken for is the SDK's affair.
            data: input as never,
            errorMessage: undefined,
          };
        const errorMessage = errors
          .map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
          .join("; ");
        return { valid: false, data: undefined, errorMessage };
      } catch (error) {
        return { valid: false, data: undefined, errorMessage: reasonOf(error) };
      }
    };
  },
};

function openHttp(sdk: McpSdk, target: Extract<McpTarget, { url: URL }>): Transport {
  return new sdk.StreamableHTTPClientTransport(target.url, {
    ...(target.fetch && { fetch: target.fetch }),
    ...(target.headers && { requestInit: { headers: { ...target.headers } } }),
  });
}

/** Closes a client. A server with sessions is told that this one is over, but not waited for longer than a second. */
export async function closeClient(client: Client): Promise<void> {
  const { transport } = client;
  if (transport?.sessionId !== undefined && "terminateSession" in transport) {
    const ended = (transport.terminateSession as () => Promise<void>)().catch(() => {});
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, END_SESSION_TIMEOUT_MS))]);
  }
  await client.close();
}
