import {
  askForWrites,
  createHost,
  createMemoryApprovalStore,
  httpSandbox,
  type Host,
  type HostOptions,
  type Server,
  type Template,
} from "@vitrine/bridge";
import { askPerson } from "./consent.ts";

/** The product's host, and its one server. */
export interface ShopHost {
  readonly host: Host;
  /** The tea shop; connects when it is needed, and again when it was gone. */
  readonly shop: () => Promise<Server>;
}

export async function createShopHost(
  options: Pick<HostOptions, "onMessage" | "onModelContext">,
): Promise<ShopHost> {
  const { proxy } = (await (await fetch("/settings")).json()) as { readonly proxy: string };
  const host = createHost({
    ...options,
    info: { name: "kettle", version: "1.0.0" },
    sandbox: httpSandbox({ proxy, ticket }),
    // The server's list decides what runs. The page only looks for what has no business in a View, at each start anew.
    approve: { mode: "trust-on-first-use", store: createMemoryApprovalStore() },
    policy: askForWrites,
    consent: askPerson,
  });

  let connecting: Promise<Server> | undefined;
  const shop = async (): Promise<Server> => {
    const present = await connecting?.catch(() => undefined);
    if (present?.state.get().phase === "ready") return present;
    connecting = host.connect({ name: "shop", url: new URL("/mcp", location.href), identity: "tea-shop" });
    return connecting;
  };
  // Templates are read and reviewed as soon as it is connected: before anybody wants one.
  shop().catch(() => {});
  return { host, shop };
}

/** The page cannot make a ticket: its server signs one for each View of a template on its list. */
async function ticket({ uri, digest }: Template): Promise<string> {
  const response = await fetch("/ticket", { method: "POST", body: JSON.stringify({ uri, digest }) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
