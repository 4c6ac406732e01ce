import { useState } from "react";
import { AddServerDialog } from "./AddServerDialog.tsx";
import { ServerSection } from "./ServerSection.tsx";
import "./servers.css";
import { useServers } from "./servers-store.ts";

/** The left column: find a tool, see every server. */
export function ServerPanel() {
  const entries = useServers((servers) => servers.entries);
  const search = useServers((servers) => servers.search);
  const find = useServers((servers) => servers.find);
  const [adding, setAdding] = useState(false);

  return (
    <>
      <div className="column-head">
        <h2>Servers</h2>
        <button type="button" className="button button-quiet" onClick={() => setAdding(true)}>
          Add server
        </button>
      </div>
      <div className="tool-search">
        <input
          type="search"
          className="input"
          aria-label="Find a tool"
          placeholder="Find a tool"
          value={search}
          onChange={(event) => find(event.target.value)}
        />
      </div>
      {entries.length === 0 && (
        <div className="empty">
          <p>No server yet.</p>
          <p>Add one by its URL, or start Vitrine with a config file: </p>
          <code>npm start -- --config mcp.json</code>
        </div>
      )}
      {entries.map((entry) => (
        <ServerSection key={entry.description.name} entry={entry} search={search} />
      ))}
      {search !== "" && <p className="empty none-found">No tool matches.</p>}
      {adding && <AddServerDialog onClose={() => setAdding(false)} />}
    </>
  );
}
