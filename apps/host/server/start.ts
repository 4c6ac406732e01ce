import { randomBytes } from "node:crypto";
import { createOriginJudge } from "@vitrine/bridge";
import { createSandbox } from "@vitrine/bridge/sandbox";
import { createApprovals } from "./approvals.ts";
import type { Config } from "./config.ts";
import { createHostApp } from "./host-app.ts";
import { lockedApprovals } from "./locked-approvals.ts";
import { openLoopbackServer } from "./loopback-server.ts";
import { createPages } from "./pages.ts";
import { refuseSharedData } from "./private-data.ts";
import { openHostRecord } from "./record/record.ts";
import { createForwardedCalls } from "./record/forwarded-calls.ts";
import { createRecordedActions } from "./record/recorded-actions.ts";
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
  /** Directory of the record, approvals and added servers. One Vitrine at a time. */
  readonly data: string;
  /** Directory of the built web app. */
  readonly web: string;
  readonly token: string;
  readonly config: Config;
  /** What the lock file beside the config approves. */
  readonly lock: readonly LockedTemplate[];
  /** How long a page may be without stream before it is gone, in milliseconds. Default 10 seconds. */
  readonly graceMs?: number;
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
  const { config, data, onError } = options;
  const ends: (() => void | Promise<void>)[] = [];
  /** Ends what was begun last first. */
  async function end(): Promise<void> {
    for (const close of ends.splice(0).toReversed()) await close();
  }
  try {
    refuseSharedData(data);
    const host = await openLoopbackServer(options.port, "--port");
    ends.push(host.close);
    const sandbox = await openLoopbackServer(options.sandboxPort, "--sandbox-port");
    ends.push(sandbox.close);
    const record = await openHostRecord({ data, settings: config.record, onError });
    ends.push(record.close);
    const { origin } = new URL(`http://localhost:${host.port}`);
    const key = randomBytes(32);
    const servers = await createServers({
      configured: config.servers,
      templates: config.templates,
      data: options.data,
      ownPorts: [host.port, sandbox.port],
    });
    const approvals = createApprovals({
      directory: options.data,
      locked: lockedApprovals(options.lock, config.servers, new Date()),
      mode: (identity) =>
        servers.list().find((server) => server.identity === identity)?.templates ?? config.templates,
    });
    // Read once now, so that a damaged file is told at the start and not when the first template comes.
    await approvals.list();
    const isServer = (name: string, identity: string): boolean => servers.get(name)?.identity === identity;
    const actions = createRecordedActions({ record, isServer, onError });
    ends.push(actions.close);
    const pages = createPages({
      limit: config.limits.pages,
      ...(options.graceMs !== undefined && { graceMs: options.graceMs }),
    });
    const relay = createRelay({
      servers,
      pages,
      limits: config.limits,
      calls: createForwardedCalls(actions),
    });
    ends.push(relay.close, pages.close);
    servers.subscribe(() => pages.broadcast({ servers: servers.list() }));
    record.subscribe((audit) => pages.broadcast({ audit }));

    const proxy = `http://proxy.localhost:${sandbox.port}`;
    const origins = createOriginJudge(config.origins);
    const tickets = createTickets({ approvals, origins, key, embedder: origin });
    const app = createHostApp({
      ...options,
      origin,
      proxy,
      servers,
      approvals,
      tickets,
      pages,
      relay,
      record,
      actions,
    });
    host.handle((request) => app.fetch(request));
    sandbox.handle(createSandbox({ hostOrigins: [origin], base: `localhost:${sandbox.port}`, key }));

    return { origin, close: end, kill: relay.kill };
  } catch (error) {
    await end();
    throw error;
  }
}
