import type { TemplateEntry, ViewState } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useState } from "react";
import { closeRun } from "../runs/run-tool.ts";
import type { ViewRun } from "../runs/runs-store.ts";
import { reachSentence } from "../templates/reach.ts";
import { Exact } from "../text/Exact.tsx";

const PHASE_WORDS = {
  loading: "Loading",
  initializing: "Starting",
  ready: "Ready",
  closed: "Closed",
  failed: "Failed",
} as const;

/** The card's head: whose View it is, where it runs, what it may reach. Written by the host alone. */
export function ViewHead({ run, state }: { readonly run: ViewRun; readonly state: ViewState }) {
  const { server, tool, view } = run;
  const template = useTemplateOf(run)?.template;
  const [closing, setClosing] = useState(false);
  const modes =
    state.phase === "ready" ? state.displayModes.filter((mode) => mode !== state.displayMode) : [];

  return (
    <header className="card-head">
      <h2>
        <Exact text={tool.title} />
      </h2>
      <p className="card-origin">
        <Exact text={server.name} />
        {" · "}
        <code>
          <Exact text={tool.name} />
        </code>
      </p>
      <span className="state" data-tone={toneOf(state)}>
        {PHASE_WORDS[state.phase]}
      </span>
      <div className="card-buttons">
        {modes.includes("fullscreen") && (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => view?.setDisplayMode("fullscreen")}
          >
            Full screen
          </button>
        )}
        {modes.includes("pip") && (
          <button type="button" className="button button-quiet" onClick={() => view?.setDisplayMode("pip")}>
            Picture in picture
          </button>
        )}
        {state.displayMode !== "inline" && (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => view?.setDisplayMode("inline")}
          >
            Return to page
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={closing}
          onClick={() => {
            setClosing(true);
            document.getElementById("views")?.focus({ preventScroll: true });
            void closeRun(run);
          }}
        >
          Close
        </button>
      </div>
      <p className="card-reach">
        {state.origin !== undefined && (
          <>
            <code className="origin" title={state.origin}>
              {shortOrigin(state.origin)}
            </code>
            {" · "}
          </>
        )}
        <Exact text={reachSentence(template)} />
      </p>
    </header>
  );
}

/** The catalogue's entry of a run's template. */
export function useTemplateOf(run: ViewRun): TemplateEntry | undefined {
  const entries = useObservable(run.server.templates);
  return entries.find(({ uri }) => uri === run.tool.templateUri);
}

function toneOf({ phase }: ViewState): string | undefined {
  if (phase === "ready") return "good";
  return phase === "failed" ? "bad" : undefined;
}

/** The middle of a random host name tells nobody anything; the whole stands in the title. */
function shortOrigin(origin: string): string {
  if (origin === "null") return "opaque origin";
  return origin.replace(/^(https?:\/\/[^.]{6})[^.]*\.([^.]{6})[^.]*/, "$1….$2…");
}
