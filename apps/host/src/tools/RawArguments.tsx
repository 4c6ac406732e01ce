import { useId } from "react";
import { parseArguments } from "../text/json-source.ts";
import { problemsOf } from "./schema-problems.ts";

/** A tool's arguments as JSON text, with where it breaks and what does not fit. */
export function RawArguments(props: {
  readonly id: string;
  /** Undefined when the schema is unusable: then nothing is checked here, the gate and the server do. */
  readonly schema: object | undefined;
  readonly text: string;
  /** Whether Run was pressed: only then is what is missing a problem. */
  readonly touched: boolean;
  readonly onChange: (text: string) => void;
  readonly onRun: (input: Readonly<Record<string, unknown>>) => void;
  readonly onRefused: () => void;
}) {
  const { schema, text, touched, onChange, onRun, onRefused } = props;
  const hintId = useId();
  const parsed = parseArguments(text);
  const problems = parsed.valid && schema !== undefined ? problemsOf(schema, parsed.value) : [];

  return (
    <form
      id={props.id}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.valid && problems.length === 0) onRun(parsed.value);
        else onRefused();
      }}
    >
      <div className="field">
        <label htmlFor={`${hintId}-text`}>Arguments</label>
        <textarea
          id={`${hintId}-text`}
          className="input raw"
          spellCheck={false}
          rows={Math.min(Math.max(text.split("\n").length, 4), 20)}
          value={text}
          aria-invalid={!parsed.valid}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.value)}
        />
        <div id={hintId} aria-live="polite">
          {!parsed.valid && (
            <p className="problem">
              {parsed.reason}: line {parsed.line}, column {parsed.column}.
            </p>
          )}
          {touched && problems.length > 0 && (
            <ul className="problems">
              {problems.map(({ pointer, message }) => (
                <li key={pointer + message} className="problem">
                  <code>{pointer === "" ? "/" : pointer}</code> {message}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </form>
  );
}
