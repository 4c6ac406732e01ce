import { createSource, type Observable, type View, type ViewState } from "@vitrine/bridge";
import { useEffect, useLayoutEffect, useRef } from "react";
import { ConversationNotes } from "../conversation/ConversationNotes.tsx";
import { announce } from "../layout/announcement-store.ts";
import { usePerFrame } from "../layout/use-per-frame.ts";
import { openRun } from "../runs/run-tool.ts";
import type { ViewRun } from "../runs/runs-store.ts";
import { exactText } from "../text/exact-text.ts";
import { HungNotice } from "./HungNotice.tsx";
import { ViewCallState } from "./ViewCallState.tsx";
import { ViewDetails } from "./ViewDetails.tsx";
import { ViewHead } from "./ViewHead.tsx";
import { ViewMend } from "./ViewMend.tsx";
import "./views.css";

/** What holds in the moment between Run and the View. */
const OPENING: Observable<ViewState> = createSource<ViewState>({
  phase: "loading",
  waitingFor: "template",
  displayMode: "inline",
  displayModes: ["inline"],
  call: { status: "waiting" },
  hung: false,
  silentSeconds: 0,
  notes: [],
});

/** A View in its card. The card is the host's; what lies within the edge is the server's. */
export function ViewCard({ run }: { readonly run: ViewRun }) {
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (container.current !== null) openRun(run, container.current);
  }, [run]);
  const view: View | undefined = run.view;
  const state = usePerFrame<ViewState>(view ?? OPENING);
  const title = exactText(run.tool.title);
  useEffect(() => {
    if (state.phase === "ready") announce(`${title} is ready.`);
    if (state.phase === "failed") announce(`${title} failed: ${state.reason}`);
  }, [state, title]);

  return (
    <article
      className="card view-card"
      aria-label={`${title} of ${run.server.name}`}
      data-view={view?.id}
      data-phase={state.phase}
      data-waiting={state.phase === "loading" ? state.waitingFor : undefined}
      data-mode={state.displayMode}
      data-hung={state.hung || undefined}
      data-server={run.server.name}
      data-tool={run.tool.name}
    >
      <ViewHead run={run} state={state} />
      {view !== undefined && <ViewCallState view={view} call={state.call} />}
      {state.hung && <HungNotice run={run} silentSeconds={state.silentSeconds} />}
      <div className="edge">
        <div className="edge-label" aria-hidden="true">
          Sandboxed
        </div>
        {(state.phase === "loading" || state.phase === "initializing") && (
          <p className="view-wait" role="status">
            {waitOf(state)}
          </p>
        )}
        <div ref={container} className="view-container" />
        {state.phase === "closed" && <p className="view-wait">{state.reason}</p>}
      </div>
      <ViewMend run={run} state={state} />
      {view !== undefined && <ConversationNotes view={view.id} />}
      <ViewDetails run={run} state={state} />
    </article>
  );
}

function waitOf(state: Extract<ViewState, { phase: "loading" | "initializing" }>): string {
  if (state.phase === "initializing") return "Starting…";
  switch (state.waitingFor) {
    case "template":
      return "Reading its template…";
    case "approval":
      return "Its template waits for your approval.";
    case "sandbox":
      return "Preparing its sandbox…";
  }
}
