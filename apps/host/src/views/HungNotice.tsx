import { useEffect, useState } from "react";
import { closeRun } from "../runs/run-tool.ts";
import type { ViewRun } from "../runs/runs-store.ts";

/** Says that a View answers no more, since when that is known, and what can be done. Shown while it hangs. */
export function HungNotice({ run }: { readonly run: ViewRun }) {
  const [seconds, setSeconds] = useState(0);
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((passed) => passed + 1), 1000);
    return () => clearInterval(timer);
  }, []);

  return (
    <div className="hung-notice">
      <p>
        <span role="alert">Not answering: the script of this View is busy or stuck.</span> Noticed {seconds} s
        ago.
      </p>
      {!waiting && (
        <>
          <button type="button" className="button" onClick={() => setWaiting(true)}>
            Wait
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              document.getElementById("views")?.focus({ preventScroll: true });
              void closeRun(run);
            }}
          >
            Remove
          </button>
        </>
      )}
    </div>
  );
}
