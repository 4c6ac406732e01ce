import type { Server, View, ViewState } from "@vitrine/bridge";
import { McpApp } from "@vitrine/bridge/react";
import { memo, useState } from "react";

/** One open View and the page's own buttons for it. */
export const ViewCard = memo(function ViewCard(props: {
  readonly number: number;
  readonly server: Server;
  /** Absent for the card that is on top. */
  readonly onRaise?: ((number: number) => void) | undefined;
  readonly onClosed: (number: number) => void;
}) {
  const { number, server, onRaise, onClosed } = props;
  const [state, setState] = useState<ViewState>();
  const [view, setView] = useState<View>();

  const busy = state === undefined || state.phase === "loading" || state.phase === "initializing";
  const waits = state?.phase === "loading" && state.waitingFor === "approval";

  const follow = (next: ViewState, present: View) => {
    setView(present);
    setState(next);
    // The View may also have asked for it, or its server went away.
    if (next.phase === "closed") onClosed(number);
  };

  const approve = async () => {
    const { template } = server.templates.entry(view?.tool.templateUri ?? "") ?? {};
    if (template) await server.templates.approve(template.uri, template.digest, "person");
  };

  return (
    <article data-view data-phase={state?.phase} aria-busy={busy}>
      <header>
        <h2>{busy ? "Basket …" : "Basket"}</h2>
        {onRaise && <button onClick={() => onRaise(number)}>To the top</button>}
        <button
          disabled={state?.phase !== "ready" || !state.displayModes.includes("fullscreen")}
          onClick={() => view?.setDisplayMode("fullscreen")}
        >
          Full screen
        </button>
        {/* Closing tells the View first. Then the state says so, and the card goes. */}
        <button onClick={() => void view?.close("Closed by the person.")}>Close</button>
      </header>
      {/* A product shows here what has changed, and to somebody who can judge it. */}
      {waits && (
        <p>
          The shop has changed this View since it was approved. <button onClick={approve}>Use it</button>
        </p>
      )}
      {state?.call.status === "failed" && <p role="alert">{state.call.reason}</p>}
      {/* The person pressed the button, so the call is theirs: the record says so. */}
      <McpApp
        server={server}
        tool="show_basket"
        arguments={{ basket_id: "b1" }}
        actor="person"
        onState={follow}
      />
    </article>
  );
});
