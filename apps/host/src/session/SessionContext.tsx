import { createContext, use } from "react";
import type { Session } from "./session.ts";

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of the page; only below the point where it has opened. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error("useSession needs an open session around it.");
  return session;
}
