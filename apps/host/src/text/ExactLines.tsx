import { useState } from "react";
import { Exact } from "./Exact.tsx";
import "./text.css";

const FIRST = 5000;
const MORE = 10;

/** A stranger's text in its lines, with everything unseen spelled out; more of a long one comes when asked for. */
export function ExactLines({ text, label }: { readonly text: string; readonly label: string }) {
  const [limit, setLimit] = useState(FIRST);
  return (
    <>
      <pre className="exact-json exact-lines" tabIndex={0} role="region" aria-label={label}>
        <Exact text={text} lines limit={limit} />
      </pre>
      {text.length > limit && (
        <p className="caution">
          Not everything is shown.{" "}
          <button type="button" className="link" onClick={() => setLimit(limit * MORE)}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
