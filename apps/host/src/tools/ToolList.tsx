import type { Server, ServerTool } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useLayout } from "../layout/layout-store.ts";
import { Exact } from "../text/Exact.tsx";
import { ToolBadges } from "./ToolBadges.tsx";
import { useSelection } from "./selection-store.ts";
import "./tools.css";

/** A server's tools as buttons; those that do not match the search are left out. */
export function ToolList({ server, search }: { readonly server: Server; readonly search: string }) {
  const tools = useObservable(server.tools);
  const found = tools.filter((tool) => matches(tool, search));
  if (tools.length === 0) return <p className="empty">This server offers no tools.</p>;
  return (
    <>
      {search !== "" && (
        <p className="tool-count" data-found={found.length}>
          {`${found.length} of ${count(tools.length)}`}
        </p>
      )}
      <ul className="tool-list">
        {found.map((tool) => (
          <li key={tool.name}>
            <ToolButton server={server.name} tool={tool} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ToolButton({ server, tool }: { readonly server: string; readonly tool: ServerTool }) {
  const selected = useSelection((state) => state.server === server && state.tool === tool.name);
  const select = useSelection((state) => state.select);
  const showTab = useLayout((layout) => layout.showTab);
  return (
    <button
      type="button"
      className="tool-button"
      data-server={server}
      data-tool={tool.name}
      aria-current={selected ? "true" : undefined}
      title={tool.description}
      onClick={() => {
        select(server, tool.name);
        showTab("views");
      }}
    >
      <span className="tool-title">
        <Exact text={tool.title} />
      </span>
      {tool.title !== tool.name && (
        <code className="tool-name">
          <Exact text={tool.name} />
        </code>
      )}
      <ToolBadges tool={tool} />
    </button>
  );
}

function matches(tool: ServerTool, search: string): boolean {
  const text = `${tool.name} ${tool.title} ${tool.description}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function count(tools: number): string {
  return tools === 1 ? "1 tool" : `${tools} tools`;
}
