import type { View, ViewState } from "@vitrine/bridge";
import { McpApp } from "@vitrine/bridge/react";
import { useState } from "react";
import type { Call } from "./conversation.ts";

/** A call of the assistant in the conversation: its View, and what the View told the assistant. */
export function CallView(props: {
  readonly call: Call;
  readonly known: ReadonlyMap<string, string>;
  readonly onClosed: () => void;
}) {
  const { call, known, onClosed } = props;
  const [state, setState] = useState<ViewState>();
  const [view, setView] = useState<View>();

  const follow = (next: ViewState, present: View) => {
    call.onView(present);
    setView(present);
    setState(next);
    if (next.phase === "closed") onClosed();
  };

  if (state?.phase === "closed") return <p className="quiet">{view?.tool.title}: closed.</p>;
  const busy = state === undefined || state.phase === "loading" || state.phase === "initializing";
  const told = view && known.get(view.id);
  return (
    <>
      <article data-view data-phase={state?.phase} aria-busy={busy}>
        <header>
          <h2>
            {view?.tool.title}
            {busy && " …"}
          </h2>
          <button
            disabled={state?.phase !== "ready" || !state.displayModes.includes("fullscreen")}
            onClick={() => view?.setDisplayMode("fullscreen")}
          >
            Full screen
          </button>
          {/* Closing tells the View first; then the state says so. */}
          <button onClick={() => void view?.close("Closed by the person.")}>Close</button>
        </header>
        {state?.call.status === "failed" && <p role="alert">{state.call.reason}</p>}
        {state?.call.status === "cancelled" && <p className="quiet">{state.call.reason}</p>}
        {/* With a result, or the promise of one, opening the View calls nothing. */}
        <McpApp
          server={call.server}
          tool={call.tool}
          arguments={call.arguments}
          result={call.result}
          onState={follow}
        />
      </article>
      {told !== undefined && (
        <p className="known">
          <b>The assistant knows</b> {told}
        </p>
      )}
    </>
  );
}
