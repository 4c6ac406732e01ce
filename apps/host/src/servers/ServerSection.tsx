import type { Server, ServerState } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { reasonOf } from "@vitrine/bridge";
import { announce } from "../layout/announcement-store.ts";
import { useSession } from "../session/SessionContext.tsx";
import { TemplateList } from "../templates/TemplateList.tsx";
import { Exact } from "../text/Exact.tsx";
import { ToolList } from "../tools/ToolList.tsx";
import { connectServer } from "./connect-servers.ts";
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

  return (
    <>
      {state.phase === "ready" ? (
        <ServerHead entry={entry} state={state} />
      ) : (
        <>
          <ServerHead entry={entry} state="Closed" tone="bad" />
          <Trouble reason={state.reason} mend="Reconnect" onMend={onReconnect} />
        </>
      )}
      <TemplateList server={server} />
      <ToolList server={server} search={search} />
      {issues.length > 0 && (
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

function ServerHead(props: {
  readonly entry: ServerEntry;
  readonly state: string | Extract<ServerState, { phase: "ready" }>;
  readonly tone?: "bad";
}) {
  const { description } = props.entry;
  const session = useSession();
  const { state } = props;
  const remove = (): void => {
    session.relay.api.removeServer(description.name).then(
      () => announce(`${description.name} was removed.`),
      (error: unknown) => announce(reasonOf(error)),
    );
  };
  return (
    <div className="server-head">
      <h3>
        <Exact text={description.name} />
      </h3>
      {typeof state === "string" ? (
        <span className="state" data-tone={props.tone}>
          {state}
        </span>
      ) : (
        <span
          className="era"
          title={`${state.era === "modern" ? "Stateless" : "Sessions"}, MCP ${state.protocolVersion}`}
        >
          {state.protocolVersion}
        </span>
      )}
      <span className="transport">{description.transport === "http" ? "HTTP" : "stdio"}</span>
      {description.source === "page" && (
        <button
          type="button"
          className="button button-quiet"
          aria-label={`Remove ${description.name}`}
          onClick={remove}
        >
          Remove
        </button>
      )}
      <p className="server-address" title={description.address}>
        {typeof state !== "string" && (
          <>
            <Exact text={state.info.title ?? state.info.name} /> <Exact text={state.info.version} />
            {" · "}
          </>
        )}
        <Exact text={description.address} />
      </p>
    </div>
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
