import { randomBytes } from "node:crypto";
import { createOriginJudge } from "@vitrine/bridge";
import { createSandbox } from "@vitrine/bridge/sandbox";
import { createApprovals } from "./approvals.ts";
import type { Config } from "./config.ts";
import { createHostApp } from "./host-app.ts";
import { lockedApprovals } from "./locked-approvals.ts";
import { openLoopbackServer, type LoopbackServer } from "./loopback-server.ts";
import { createPages } from "./pages.ts";
import { createRelay } from "./relay.ts";
import { createServers } from "./servers.ts";
import type { LockedTemplate } from "./template-lock.ts";
import { createTickets } from "./tickets.ts";

export interface StartOptions {
  readonly version: string;
  /** Port of the host origin; 0 takes any free one. */
  readonly port: number;
  /** Port of the sandbox origins; 0 takes any free one. */
  readonly sandboxPort: number;
  /** Directory of approvals and added servers; made when it is first written to. */
  readonly data: string;
  /** Directory of the built web app. */
  readonly web: string;
  readonly token: string;
  readonly config: Config;
  /** What the lock file beside the config approves. */
  readonly lock: readonly LockedTemplate[];
  /** Hears of failures that no caller caused. */
  readonly onError: (error: Error) => void;
}

/** A host that runs. */
export interface RunningHost {
  /** The host origin, e.g. `http://localhost:5180`. */
  readonly origin: string;
  /** Ends everything: requests, processes, connections. */
  close(): Promise<void>;
  /** Ends every process of a server at once, without asking. */
  kill(): void;
}

/** Starts the host origin and the sandbox origins. Throws a `StartupError` when that is not possible. */
export async function start(options: StartOptions): Promise<RunningHost> {
  const { config } = options;
  const opened: LoopbackServer[] = [];
  try {
    const host = await openLoopbackServer(options.port, "--port");
    opened.push(host);
    const sandbox = await openLoopbackServer(options.sandboxPort, "--sandbox-port");
    opened.push(sandbox);
    const { origin } = new URL(`http://localhost:${host.port}`);
    const key = randomBytes(32);
    const servers = await createServers({
      configured: config.servers,
      templates: config.templates,
      data: options.data,
    });
    const approvals = createApprovals({
      directory: options.data,
      locked: lockedApprovals(options.lock, config.servers, new Date()),
      mode: (identity) =>
        servers.list().find((server) => server.identity === identity)?.templates ?? config.templates,
    });
    // Read once now, so that a damaged file is told at the start and not when the first template comes.
    await approvals.list();
    const pages = createPages({ limit: config.limits.pages });
    const relay = createRelay({ servers, pages, limits: config.limits });
    servers.subscribe(() => pages.broadcast({ servers: servers.list() }));

    const proxy = `http://proxy.localhost:${sandbox.port}`;
    const origins = createOriginJudge(config.origins);
    const tickets = createTickets({ approvals, origins, key, embedder: origin });
    const app = createHostApp({ ...options, origin, proxy, servers, approvals, tickets, pages, relay });
    host.handle((request) => app.fetch(request));
    sandbox.handle(createSandbox({ hostOrigins: [origin], base: `localhost:${sandbox.port}`, key }));

    return {
      origin,
      async close() {
        pages.close();
        await relay.close();
        await Promise.all(opened.map((server) => server.close()));
      },
      kill: relay.kill,
    };
  } catch (error) {
    await Promise.all(opened.map((server) => server.close()));
    throw error;
  }
}
