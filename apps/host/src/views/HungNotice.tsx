import { useState } from "react";
import { closeRun } from "../runs/run-tool.ts";
import type { ViewRun } from "../runs/runs-store.ts";

export interface HungNoticeProps {
  readonly run: ViewRun;
  /** How long the View has not answered. */
  readonly silentSeconds: number;
}

/** Says that a View answers no more, for how long, and what can be done. Shown while it hangs. */
export function HungNotice({ run, silentSeconds }: HungNoticeProps) {
  const [waiting, setWaiting] = useState(false);
  return (
    <div className="hung-notice">
      <p>
        <span role="alert">Not answering: the script of this View is busy or stuck.</span> It has not answered
        for {silentSeconds} s.
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
