import {
  createAuditLog,
  createHost,
  createMemoryApprovalStore,
  createMemoryAuditStore,
  createMemoryTemplateStore,
  type Host,
  type Server,
  type TemplateEntry,
} from "@vitrine/bridge";
import type { Config } from "./config.ts";
import { createHttpUpstream } from "./http-upstream.ts";
import type { ServerEntry } from "./server-entry.ts";
import { createStdioTransport } from "./stdio-transport.ts";
import { createUpstreamFetch } from "./upstream-fetch.ts";

/** Servers that are asked at the same time. */
const PARALLEL = 4;

/** What one server was found to have. */
export type ReadServer =
  | { readonly server: string; readonly templates: readonly TemplateEntry[] }
  /** It could not be reached, or is no server: a sentence that says why. */
  | { readonly server: string; readonly failure: string };

/**
 * Reads and reviews every template that the tools of these servers refer to, as a host would, and runs none of them.
 * Resolves in the order of `servers`, each by its address.
 */
export async function readTemplates(
  servers: readonly ServerEntry[],
  { limits, origins }: Pick<Config, "limits" | "origins">,
  signal: AbortSignal,
): Promise<readonly ReadServer[]> {
  const host = createHost({
    // No View is opened.
    sandbox: { proxy: new URL("https://proxy.invalid") },
    origins,
    approve: { mode: "ask", store: createMemoryApprovalStore() },
    templates: createMemoryTemplateStore(),
    audit: createAuditLog({ store: createMemoryAuditStore() }),
  });
  const read: ReadServer[] = [];
  const queue = servers.entries();
  const reader = async (): Promise<void> => {
    for (const [index, entry] of queue) read[index] = await readServer(host, entry, limits, signal);
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL }, reader));
  } finally {
    await host.close();
  }
  return read;
}

async function readServer(
  host: Host,
  entry: ServerEntry,
  limits: Config["limits"],
  signal: AbortSignal,
): Promise<ReadServer> {
  const { name, identity } = entry;
  const upstream = entry.transport === "http" ? createHttpUpstream(entry, limits) : undefined;
  try {
    const server = await host.connect(
      entry.transport === "http"
        ? {
            name,
            identity,
            signal,
            url: entry.url,
            ...(upstream && { fetch: createUpstreamFetch(upstream) }),
          }
        : { name, identity, signal, transport: () => createStdioTransport(entry, limits.messageBytes) },
    );
    const templates = await settled(server, signal);
    await server.close();
    return { server: name, templates: templates.toSorted((a, b) => (a.uri < b.uri ? -1 : 1)) };
  } catch (error) {
    return { server: name, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    await upstream?.close();
  }
}

/** Its templates, once each is read or has failed. */
function settled({ templates, state }: Server, signal: AbortSignal): Promise<readonly TemplateEntry[]> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const check = (): void => {
      const entries = templates.get();
      const now = state.get();
      const loading = entries.some((entry) => entry.state === "loading");
      if (loading && now.phase !== "closed" && !signal.aborted) return;
      for (const stop of stops) stop();
      if (!loading) resolve(entries);
      else reject(new Error(now.phase === "closed" ? now.reason : "Cancelled."));
    };
    stops.push(templates.subscribe(check), state.subscribe(check));
    const abort = (): void => check();
    signal.addEventListener("abort", abort);
    stops.push(() => signal.removeEventListener("abort", abort));
    check();
  });
}
