import { useObservable } from "@vitrine/bridge/react";
import { useState } from "react";
import { useSession } from "../session/SessionContext.tsx";

/** Says what this browser does not do of what keeps Views apart; nothing where it does all of it. */
export function EnforcementNotice() {
  const { host } = useSession();
  const found = useObservable(host.enforcement) ?? [];
  const [open, setOpen] = useState(false);
  const weak = found.filter(({ status }) => status === "not-enforced");
  const unknown = found.filter(({ status }) => status === "unknown");
  const [first] = weak;
  if (first === undefined) return null;
  const more = weak.length + unknown.length - 1;
  return (
    <div className="notice notice-warn enforcement" role="status">
      <p>{first.sentence}</p>
      {more > 0 && (
        <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Less" : `${more} more`}
        </button>
      )}
      {open && (
        <ul>
          {[...weak.slice(1), ...unknown].map(({ name, sentence }) => (
            <li key={name}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
