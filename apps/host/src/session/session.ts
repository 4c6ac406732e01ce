import {
  createHost,
  httpSandbox,
  policyFromRules,
  trustReadsOf,
  type Action,
  type Host,
  type Policy,
} from "@vitrine/bridge";
import { hostContext } from "../app/host-context.ts";
import { createRelayApprovalStore } from "../approvals/relay-approval-store.ts";
import { askPerson } from "../consent/consent-store.ts";
import { useConversation } from "../conversation/conversation-store.ts";
import { useLayout } from "../layout/layout-store.ts";
import { createAuditOutbox } from "../relay/audit-outbox.ts";
import { createRelayApi, type RelayApi } from "../relay/relay-api.ts";
import { createRelayAuditLog } from "../relay/relay-audit-log.ts";
import { createRelayFetch } from "../relay/relay-fetch.ts";
import { createRelayStream, type RelayStream } from "../relay/relay-stream.ts";
import { connectServers, reconnectServers } from "../servers/connect-servers.ts";
import { useServers } from "../servers/servers-store.ts";
import { announceViews } from "../views/announce-views.ts";

/** The page's way to the relay. */
export interface Relay {
  readonly api: RelayApi;
  readonly stream: RelayStream;
  /** Reaches MCP servers through the stream. */
  readonly fetch: typeof fetch;
}

/** What one load of the page works with. */
export interface Session {
  readonly version: string;
  readonly relay: Relay;
  readonly host: Host;
  readonly policy: Policy;
}

/**
 * Starts the page: asks the relay for its servers and rules, creates the host, and connects.
 * @throws RelayError when the relay does not answer.
 */
export async function openSession(token: string): Promise<Session> {
  const stream = createRelayStream({ token });
  const api = createRelayApi({ token, page: stream.page, expired: () => stream.expire() });
  const { version, sandbox, servers, origins, policy: rules, viewLimits } = await api.bootstrap();
  const policy = policyFromRules(rules, { trusted: isConfigured, otherwise: trustReadsOf(isConfigured) });
  const host = createHost({
    sandbox: httpSandbox({
      proxy: sandbox.proxy,
      ticket: ({ uri, digest }, { server, signal }) =>
        api.ticket({ identity: server.identity, uri, digest }, { signal }),
    }),
    info: { name: "vitrine", version },
    context: hostContext(useLayout.getState().theme),
    policy,
    origins,
    limits: viewLimits,
    consent: askPerson,
    approve: { store: createRelayApprovalStore(api) },
    audit: createRelayAuditLog({ api, stream, outbox: createAuditOutbox(), recorded: announceViews }),
    onMessage: (message) => useConversation.getState().addMessage(message),
    onModelContext: (context) => useConversation.getState().setContext(context),
  });
  const session: Session = {
    version,
    relay: { api, stream, fetch: createRelayFetch(stream, { token }) },
    host,
    policy,
  };
  follow(session);
  connectServers(session, servers);
  return session;
}

/** What no rule asks about or refuses, servers of the config file may do; those added in the page ask for everything. */
function isConfigured({ identity }: Action["server"]): boolean {
  const { entries } = useServers.getState();
  return (
    entries.find(({ description }) => description.identity === identity)?.description.source === "config"
  );
}

function follow(session: Session): void {
  const { stream } = session.relay;
  let wasOpen = stream.status.get().phase === "open";
  stream.status.subscribe(() => {
    if (stream.status.get().phase !== "open") return;
    if (wasOpen) reconnectServers(session);
    wasOpen = true;
  });
  stream.servers.subscribe(() => connectServers(session, stream.servers.get() ?? []));
  const retheme = (): void => session.host.setContext(hostContext(useLayout.getState().theme));
  useLayout.subscribe((now, before) => now.theme !== before.theme && retheme());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme);
}
