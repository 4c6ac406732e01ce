import type { Server } from "@vitrine/bridge";
import { create } from "zustand";
import type { ServerDescription } from "./server-description.ts";

/** How far the page has come with a server. */
export type Connection =
  | { readonly phase: "connecting" }
  | { readonly phase: "open"; readonly server: Server }
  | { readonly phase: "failed"; readonly reason: string };

export interface ServerEntry {
  readonly description: ServerDescription;
  readonly connection: Connection;
}

interface Servers {
  /** In the order of the config file, then as added. */
  readonly entries: readonly ServerEntry[];
  /** What the person types to find a tool. */
  readonly search: string;
  list(entries: readonly ServerEntry[]): void;
  setConnection(name: string, connection: Connection): void;
  find(search: string): void;
}

/** The servers of this page, with the handles of those that are connected. */
export const useServers = create<Servers>()((set) => ({
  entries: [],
  search: "",
  list: (entries) => set({ entries }),
  setConnection: (name, connection) =>
    set(({ entries }) => ({
      entries: entries.map((entry) => (entry.description.name === name ? { ...entry, connection } : entry)),
    })),
  find: (search) => set({ search }),
}));

/** The connected server of that name, if it is. */
export function connectedServer(name: string): Server | undefined {
  const entry = useServers.getState().entries.find(({ description }) => description.name === name);
  return entry?.connection.phase === "open" ? entry.connection.server : undefined;
}
