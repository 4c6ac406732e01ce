import { reasonOf, type ServerState } from "@vitrine/bridge";
import { announce } from "../layout/announcement-store.ts";
import { useSession } from "../session/SessionContext.tsx";
import { Exact } from "../text/Exact.tsx";
import type { ServerEntry } from "./servers-store.ts";

/** A server's name, era and address. Once it is connected, its name folds its tools away. */
export function ServerHead(props: {
  readonly entry: ServerEntry;
  readonly state: string | Extract<ServerState, { phase: "ready" }>;
  readonly tone?: "bad";
  readonly fold?: { readonly open: boolean; readonly toggle: () => void };
}) {
  const { entry, state, tone, fold } = props;
  const { description } = entry;
  const name = <Exact text={description.name} />;
  const info = typeof state === "string" ? undefined : state.info;
  return (
    <div className="server-head">
      <h3>
        {fold === undefined ? (
          name
        ) : (
          <button type="button" className="server-fold" aria-expanded={fold.open} onClick={fold.toggle}>
            {name}
          </button>
        )}
      </h3>
      {typeof state === "string" ? (
        <span className="state" data-tone={tone}>
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
      <p className="server-address" title={description.address}>
        {info !== undefined && (
          <>
            <Exact text={`${info.title ?? info.name} ${info.version}`} />
            {" · "}
          </>
        )}
        <Exact text={description.address} />
      </p>
      {description.source === "page" && <RemoveButton name={description.name} />}
    </div>
  );
}

function RemoveButton({ name }: { readonly name: string }) {
  const session = useSession();
  const remove = (): void => {
    session.relay.api.removeServer(name).then(
      () => announce(`${name} was removed.`),
      (error: unknown) => announce(reasonOf(error)),
    );
  };
  return (
    <button
      type="button"
      className="button button-quiet server-remove"
      aria-label={`Remove ${name}`}
      onClick={remove}
    >
      Remove
    </button>
  );
}
