import { useRecord } from "./record-store.ts";
import { TimeFilter } from "./TimeFilter.tsx";

type Choices = readonly (readonly [value: string, label: string])[];

const TYPES: Choices = [
  ["", "Everything"],
  ["action", "Actions"],
  ["template", "Templates"],
  ["view", "Views"],
  ["server", "Servers"],
  ["checkpoint", "Checkpoints"],
];

const ACTORS: Choices = [
  ["", "Any actor"],
  ...["person", "model", "view", "embedder", "link"].map((actor) => [actor, `By ${actor}`] as const),
];

const OUTCOMES: Choices = [
  ["", "Any outcome"],
  ...["ok", "tool-error", "failed", "refused", "denied", "cancelled", "interrupted"].map(
    (outcome) => [outcome, outcome] as const,
  ),
];

/** Narrows what the record shows. */
export function RecordFilters(props: {
  readonly servers: readonly string[];
  readonly tools: readonly string[];
}) {
  const filter = useRecord((record) => record.filter);
  const narrow = useRecord((record) => record.narrow);
  const widen = useRecord((record) => record.widen);
  const isNarrow = Object.values(filter).some((value) => value !== "");
  return (
    <div className="record-filters" role="group" aria-label="Filter the record">
      <div className="record-search">
        <input
          type="search"
          className="input"
          aria-label="Search the record"
          placeholder="Search"
          value={filter.search}
          onChange={(event) => narrow({ search: event.target.value })}
        />
        <button type="button" className="button button-quiet" disabled={!isNarrow} onClick={widen}>
          Clear
        </button>
      </div>
      <Choice label="Kind" value={filter.type} choices={TYPES} onChange={(type) => narrow({ type })} />
      <Choice
        label="Server"
        value={filter.server}
        choices={[["", "All servers"], ...named(props.servers)]}
        onChange={(server) => narrow({ server })}
      />
      <Choice
        label="Tool"
        value={filter.tool}
        choices={[["", "All tools"], ...named(props.tools)]}
        onChange={(tool) => narrow({ tool })}
      />
      <Choice label="Actor" value={filter.actor} choices={ACTORS} onChange={(actor) => narrow({ actor })} />
      <Choice
        label="Outcome"
        value={filter.outcome}
        choices={OUTCOMES}
        onChange={(outcome) => narrow({ outcome })}
      />
      <TimeFilter since={filter.since} until={filter.until} onChange={narrow} />
    </div>
  );
}

function named(names: readonly string[]): Choices {
  return names.map((name) => [name, name] as const);
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly choices: Choices;
  readonly onChange: (value: string) => void;
}) {
  return (
    <select
      className="select"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {props.choices.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
