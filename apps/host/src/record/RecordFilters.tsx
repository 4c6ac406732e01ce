import { useRecord } from "./record-store.ts";

const TYPES = [
  ["", "Everything"],
  ["action", "Actions"],
  ["template", "Templates"],
  ["view", "Views"],
  ["server", "Servers"],
] as const;

const OUTCOMES = ["ok", "tool-error", "failed", "refused", "denied", "cancelled", "interrupted"];

/** Narrows what the record shows. */
export function RecordFilters({ servers }: { readonly servers: readonly string[] }) {
  const filter = useRecord((record) => record.filter);
  const narrow = useRecord((record) => record.narrow);
  return (
    <div className="record-filters" role="group" aria-label="Filter the record">
      <input
        type="search"
        className="input"
        aria-label="Search the record"
        placeholder="Search"
        value={filter.search}
        onChange={(event) => narrow({ search: event.target.value })}
      />
      <select
        className="select"
        aria-label="Kind"
        value={filter.type}
        onChange={(event) => narrow({ type: event.target.value })}
      >
        {TYPES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Server"
        value={filter.server}
        onChange={(event) => narrow({ server: event.target.value })}
      >
        <option value="">All servers</option>
        {servers.map((server) => (
          <option key={server} value={server}>
            {server}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Outcome"
        value={filter.outcome}
        onChange={(event) => narrow({ outcome: event.target.value })}
      >
        <option value="">Any outcome</option>
        {OUTCOMES.map((outcome) => (
          <option key={outcome} value={outcome}>
            {outcome}
          </option>
        ))}
      </select>
    </div>
  );
}
