import type { Server, ServerTool } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useEffect, useRef } from "react";
import { connectedServer, useServers } from "../servers/servers-store.ts";
import { Exact } from "../text/Exact.tsx";
import { ToolArguments } from "./ToolArguments.tsx";
import { ToolBadges } from "./ToolBadges.tsx";
import { useSelection } from "./selection-store.ts";

/** The selected tool with its form, on top of what runs. */
export function ToolPane() {
  const serverName = useSelection((selection) => selection.server);
  const toolName = useSelection((selection) => selection.tool);
  const clear = useSelection((selection) => selection.clear);
  const server = useServers(() => (serverName === undefined ? undefined : connectedServer(serverName)));
  const entry = useServers(({ entries }) =>
    entries.find(({ description }) => description.name === serverName),
  );
  if (serverName === undefined || toolName === undefined) return null;
  if (server !== undefined) return <PaneOf server={server} toolName={toolName} onClose={clear} />;

  return (
    <section className="tool-pane" aria-label={toolName}>
      <ToolHead title={toolName} server={serverName} onClose={clear} />
      <p className="tool-absent" role="status">
        {entry === undefined && `There is no server "${serverName}" here.`}
        {entry?.connection.phase === "connecting" && `Waiting for ${serverName}…`}
        {entry?.connection.phase === "failed" && `${serverName} is not connected: ${entry.connection.reason}`}
      </p>
    </section>
  );
}

function PaneOf(props: { readonly server: Server; readonly toolName: string; readonly onClose: () => void }) {
  const { server, toolName, onClose } = props;
  const tools = useObservable(server.tools);
  const tool = tools.find(({ name }) => name === toolName);
  if (tool === undefined) {
    return (
      <section className="tool-pane" aria-label={toolName}>
        <ToolHead title={toolName} server={server.name} onClose={onClose} />
        <p className="tool-absent" role="status">
          {`The server "${server.name}" has no tool "${toolName}".`}
        </p>
      </section>
    );
  }
  return (
    <section className="tool-pane" aria-label={tool.title}>
      <ToolHead title={tool.title} server={server.name} tool={tool} onClose={onClose} />
      {tool.description !== "" && (
        <p className="tool-description">
          <Exact text={tool.description} lines />
        </p>
      )}
      {tool.templateIssue !== undefined && (
        <p className="caution">
          <Exact text={tool.templateIssue} />
        </p>
      )}
      <ToolArguments key={`${server.name}/${tool.name}`} server={server} tool={tool} />
    </section>
  );
}

function ToolHead(props: {
  readonly title: string;
  readonly server: string;
  readonly tool?: ServerTool;
  readonly onClose: () => void;
}) {
  const chosen = useSelection((selection) => selection.chosen);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (chosen > 0) heading.current?.focus();
  }, [chosen]);
  return (
    <div className="tool-head">
      <h2 ref={heading} tabIndex={-1}>
        <Exact text={props.title} />
      </h2>
      <p className="tool-origin">
        <Exact text={props.server} />
        {props.tool !== undefined && (
          <>
            {" · "}
            <code>
              <Exact text={props.tool.name} />
            </code>
          </>
        )}
      </p>
      {props.tool !== undefined && <ToolBadges tool={props.tool} />}
      <button type="button" className="button button-quiet" onClick={props.onClose}>
        Close form
      </button>
    </div>
  );
}
