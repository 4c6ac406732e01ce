import { useMemo, useState } from "react";
import { Exact } from "./Exact.tsx";
import { exactJson, type JsonBudget } from "./exact-json.ts";
import "./text.css";

const FIRST: JsonBudget = { depth: 24, string: 2000, total: 20_000 };
const MORE = 10;

/**
 * A value as JSON, exactly: every character that cannot be seen is spelled out, and what is too long or too deep is
 * counted and shown when asked for. Scrolls by keyboard.
 */
export function ExactJson({ value, label }: { readonly value: unknown; readonly label: string }) {
  const [budget, setBudget] = useState(FIRST);
  const { pieces, complete } = useMemo(() => exactJson(value, budget), [value, budget]);
  return (
    <>
      <pre className="exact-json" tabIndex={0} role="region" aria-label={label}>
        {pieces.map(({ text, remark }, index) =>
          remark ? (
            <span key={index} className="escaped">
              {text}
            </span>
          ) : (
            <Exact key={index} text={text} lines limit={Infinity} />
          ),
        )}
      </pre>
      {!complete && (
        <p className="caution">
          Not everything is shown.{" "}
          <button
            type="button"
            className="link"
            onClick={() =>
              setBudget({ depth: budget.depth * 2, string: budget.string * MORE, total: budget.total * MORE })
            }
          >
            Show more
          </button>
        </p>
      )}
    </>
  );
}
