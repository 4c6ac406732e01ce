import type { Server } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useState } from "react";
import { useSession } from "../session/SessionContext.tsx";
import { TemplateList } from "../templates/TemplateList.tsx";
import { Exact } from "../text/Exact.tsx";
import { ToolList } from "../tools/ToolList.tsx";
import { connectServer } from "./connect-servers.ts";
import { ServerHead } from "./ServerHead.tsx";
import type { ServerEntry } from "./servers-store.ts";

/** One server: how it is, its templates, its tools. */
export function ServerSection({ entry, search }: { readonly entry: ServerEntry; readonly search: string }) {
  const { description, connection } = entry;
  const session = useSession();
  const retry = (): void => void connectServer(session, description);

  return (
    <section className="server" aria-label={description.name} data-server-phase={connection.phase}>
      {connection.phase === "connecting" && (
        <>
          <ServerHead entry={entry} state="Connecting…" />
          <ul className="tool-list" aria-hidden="true">
            <li className="skeleton" />
            <li className="skeleton" />
          </ul>
        </>
      )}
      {connection.phase === "failed" && (
        <>
          <ServerHead entry={entry} state="Failed" tone="bad" />
          <Trouble reason={connection.reason} mend="Retry" onMend={retry} />
        </>
      )}
      {connection.phase === "open" && (
        <OpenServer entry={entry} server={connection.server} search={search} onReconnect={retry} />
      )}
    </section>
  );
}

function OpenServer(props: {
  readonly entry: ServerEntry;
  readonly server: Server;
  readonly search: string;
  readonly onReconnect: () => void;
}) {
  const { entry, server, search, onReconnect } = props;
  const state = useObservable(server.state);
  const issues = useObservable(server.issues);
  const [folded, setFolded] = useState(false);
  // A search looks into every server.
  const open = !folded || search !== "";
  const fold = { open, toggle: () => setFolded(open) };

  return (
    <>
      {state.phase === "ready" ? (
        <ServerHead entry={entry} state={state} fold={fold} />
      ) : (
        <>
          <ServerHead entry={entry} state="Closed" tone="bad" fold={fold} />
          <Trouble reason={state.reason} mend="Reconnect" onMend={onReconnect} />
        </>
      )}
      {open && <ToolList server={server} search={search} />}
      {/* Below the tools: what is read and judged while a person aims at a tool must not move it. */}
      <TemplateList server={server} folded={!open || search !== ""} />
      {open && search === "" && issues.length > 0 && (
        <details className="issues">
          <summary>
            {issues.length} {issues.length === 1 ? "issue" : "issues"} in what it declares
          </summary>
          <ul>
            {issues.map((issue) => (
              <li key={issue}>
                <Exact text={issue} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Trouble(props: { readonly reason: string; readonly mend: string; readonly onMend: () => void }) {
  return (
    <div className="trouble">
      <p>
        <Exact text={props.reason} />
      </p>
      <button type="button" className="button" onClick={props.onMend}>
        {props.mend}
      </button>
    </div>
  );
}
