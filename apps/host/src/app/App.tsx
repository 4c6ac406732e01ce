import { reasonOf } from "@vitrine/bridge";
import { useEffect, useState } from "react";
import { openSession, type Session } from "../session/session.ts";
import { SessionContext } from "../session/SessionContext.tsx";
import "./tokens.css";
import "./base.css";
import "./controls.css";
import { Workbench } from "./Workbench.tsx";

type Opening =
  | { readonly phase: "opening" }
  | { readonly phase: "open"; readonly session: Session }
  | { readonly phase: "failed"; readonly reason: string };

/** The whole page: opens the session, then shows the workbench. */
export function App({ token }: { readonly token: string }) {
  const [opening, setOpening] = useState<Opening>({ phase: "opening" });
  useEffect(() => {
    openSession(token).then(
      (session) => setOpening({ phase: "open", session }),
      (error: unknown) => setOpening({ phase: "failed", reason: reasonOf(error) }),
    );
  }, [token]);

  if (opening.phase === "open") {
    return (
      <SessionContext value={opening.session}>
        <Workbench />
      </SessionContext>
    );
  }
  return (
    <main className="splash">
      <h1>Vitrine</h1>
      {opening.phase === "opening" ? (
        <p role="status">Opening…</p>
      ) : (
        <>
          <p role="alert">{opening.reason}</p>
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload
          </button>
        </>
      )}
    </main>
  );
}
