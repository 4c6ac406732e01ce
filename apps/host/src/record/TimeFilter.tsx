import { useState } from "react";
import { fromLocalTime, toLocalTime } from "./local-time.ts";

const MINUTE = 60_000;

/** Spans that end now, in minutes. */
const SPANS: readonly (readonly [minutes: number, label: string])[] = [
  [15, "Last 15 minutes"],
  [60, "Last hour"],
  [24 * 60, "Last 24 hours"],
  [7 * 24 * 60, "Last 7 days"],
];

/** Chooses a span of time: one that ends now, or one between two moments. */
export function TimeFilter(props: {
  readonly since: string;
  readonly until: string;
  readonly onChange: (span: { readonly since?: string; readonly until?: string }) => void;
}) {
  const { since, until, onChange } = props;
  const [chosen, setChosen] = useState("");
  const isCleared = since === "" && until === "";
  const choice = chosen === "between" || !isCleared ? chosen : "";

  function choose(value: string): void {
    setChosen(value);
    if (value === "between") return;
    onChange({
      since: value === "" ? "" : new Date(Date.now() - Number(value) * MINUTE).toISOString(),
      until: "",
    });
  }

  return (
    <>
      <select
        className="select"
        aria-label="Time"
        value={choice}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Any time</option>
        {SPANS.map(([minutes, label]) => (
          <option key={minutes} value={minutes}>
            {label}
          </option>
        ))}
        <option value="between">Between…</option>
      </select>
      {choice === "between" && (
        <div className="record-between">
          <label>
            From
            <input
              type="datetime-local"
              className="input"
              value={toLocalTime(since)}
              onChange={(event) => onChange({ since: fromLocalTime(event.target.value, "first") })}
            />
          </label>
          <label>
            Until
            <input
              type="datetime-local"
              className="input"
              value={toLocalTime(until)}
              onChange={(event) => onChange({ until: fromLocalTime(event.target.value, "last") })}
            />
          </label>
        </div>
      )}
    </>
  );
}
