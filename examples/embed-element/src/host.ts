import { askForWrites, createHost, httpSandbox, type Server, type Template } from "@vitrine/bridge";
import { ask } from "./consent.ts";

export const host = createHost({
  info: { name: "order-desk", version: "1.0.0" },
  sandbox: httpSandbox({ proxy: `${location.protocol}//proxy.${location.host}`, ticket }),
  approve: { mode: "trust-on-first-use" },
  policy: askForWrites,
  consent: ask,
});

/** The page cannot make a ticket: its server signs one for each View of a template that it approved. */
async function ticket({ uri, digest }: Template): Promise<string> {
  const response = await fetch(`/ticket?${new URLSearchParams({ uri, digest })}`, { method: "POST" });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

let connecting: Promise<Server> | undefined;

/** The tea shop, connected when it is first needed, and again when it was gone. */
export async function shop(): Promise<Server> {
  const present = await connecting?.catch(() => undefined);
  if (present?.state.get().phase === "ready") return present;
  // The path leads to whatever server ours forwards to, so it says nothing about who that is.
  connecting = host.connect({ name: "shop", url: new URL("/mcp", location.href), identity: "tea-shop" });
  return connecting;
}
