import { useObservable } from "@vitrine/bridge/react";
import { useSession } from "../session/SessionContext.tsx";

/** Says what is wrong with the connection to the relay, and how to mend it; nothing while all is well. */
export function RelayNotice() {
  const { relay } = useSession();
  const status = useObservable(relay.stream.status);
  if (status.phase === "expired") {
    return (
      <div className="notice notice-bad" role="alert">
        <p>Vitrine was restarted and no longer knows this page. What was open here cannot go on.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    );
  }
  if (status.phase !== "lost") return null;
  return (
    <div className="notice notice-warn" role="status">
      <p>{status.reason} It is tried again by itself; servers reconnect when it is back.</p>
    </div>
  );
}
