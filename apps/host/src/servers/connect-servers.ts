import { reasonOf } from "@vitrine/bridge";
import { createRelayTransport } from "../relay/relay-transport.ts";
import type { Session } from "../session/session.ts";
import type { ServerDescription } from "./server-description.ts";
import { useServers, type ServerEntry } from "./servers-store.ts";

/** Makes the page's servers those that the relay lists: connects new ones, closes those that are gone. */
export function connectServers(session: Session, descriptions: readonly ServerDescription[]): void {
  const known = new Map(useServers.getState().entries.map((entry) => [entry.description.name, entry]));
  const fresh: ServerDescription[] = [];
  const entries = descriptions.map((description): ServerEntry => {
    const entry = known.get(description.name);
    known.delete(description.name);
    if (entry?.description.identity === description.identity) return { ...entry, description };
    if (entry !== undefined) closeEntry(entry);
    fresh.push(description);
    return { description, connection: { phase: "connecting" } };
  });
  useServers.getState().list(entries);
  for (const entry of known.values()) closeEntry(entry);
  for (const description of fresh) void connectServer(session, description);
}

/** Connects one server; its entry says how it went. */
export async function connectServer(session: Session, description: ServerDescription): Promise<void> {
  const { name, identity, templates } = description;
  const { setConnection } = useServers.getState();
  setConnection(name, { phase: "connecting" });
  try {
    const server = await session.host.connect({
      name,
      identity,
      templates,
      ...(description.transport === "http"
        ? { url: new URL(`/mcp/${encodeURIComponent(name)}`, location.origin), fetch: session.relay.fetch }
        : { transport: () => createRelayTransport(name, session.relay) }),
    });
    const current = entryOf(name);
    if (current?.description.identity === identity) return setConnection(name, { phase: "open", server });
    // It was taken off the list while it connected.
    await server.close();
  } catch (error) {
    setConnection(name, { phase: "failed", reason: reasonOf(error) });
  }
}

/** Connects again what is closed or failed; for when the relay is back. */
export function reconnectServers(session: Session): void {
  for (const { description, connection } of useServers.getState().entries) {
    const down =
      connection.phase === "failed" ||
      (connection.phase === "open" && connection.server.state.get().phase === "closed");
    if (down) void connectServer(session, description);
  }
}

function entryOf(name: string): ServerEntry | undefined {
  return useServers.getState().entries.find(({ description }) => description.name === name);
}

function closeEntry({ connection }: ServerEntry): void {
  if (connection.phase === "open") void connection.server.close();
}
