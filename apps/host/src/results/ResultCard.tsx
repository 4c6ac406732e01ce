import type { CallToolResult } from "@modelcontextprotocol/client";
import { useEffect } from "react";
import { announce } from "../layout/announcement-store.ts";
import { usePerFrame } from "../layout/use-per-frame.ts";
import { CallProgress } from "../runs/CallProgress.tsx";
import { closeRun, runAgain } from "../runs/run-tool.ts";
import type { CallRun } from "../runs/runs-store.ts";
import type { CallState } from "../runs/tool-call.ts";
import { Exact } from "../text/Exact.tsx";
import { ExactJson } from "../text/ExactJson.tsx";
import { exactText } from "../text/exact-text.ts";
import { ContentBlocks } from "./ContentBlocks.tsx";
import { JsonTree } from "./JsonTree.tsx";
import "./results.css";

const STATUS_WORDS = {
  running: "Running",
  done: "Done",
  denied: "Denied",
  cancelled: "Cancelled",
  failed: "Failed",
} as const;

/** The call of a tool without UI, and what it answered. */
export function ResultCard({ run }: { readonly run: CallRun }) {
  const { server, tool } = run;
  const state = usePerFrame(run.call);
  const title = exactText(tool.title);
  const { status } = state;
  useEffect(() => {
    if (status !== "running") announce(`${title}: ${STATUS_WORDS[status]}.`);
  }, [status, title]);
  const over = status === "denied" || status === "failed" || status === "cancelled";

  return (
    <article
      className="card result-card"
      aria-label={`${title} of ${server.name}`}
      data-call={status}
      data-server={server.name}
      data-tool={tool.name}
    >
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
          {wordOf(state)}
        </span>
        <div className="card-buttons">
          {over && (
            <button type="button" className="button button-quiet" onClick={() => runAgain(run)}>
              Run again
            </button>
          )}
          <button
            type="button"
            className="button"
            onClick={() => {
              document.getElementById("views")?.focus({ preventScroll: true });
              void closeRun(run);
            }}
          >
            Close
          </button>
        </div>
      </header>
      {state.status === "running" && <CallProgress progress={state.progress} onCancel={run.cancel} />}
      {(state.status === "denied" || state.status === "failed") && (
        <p className="result-failure" role="alert" data-reason>
          <Exact text={state.reason} />
        </p>
      )}
      {state.status === "cancelled" && <p className="call-note">The call was cancelled.</p>}
      {state.status === "done" && <Result result={state.result} />}
      <details className="view-details">
        <summary>Details</summary>
        <dl className="facts">
          <dt>Arguments</dt>
          <dd>
            <ExactJson label="Arguments of this call" value={run.arguments} />
          </dd>
        </dl>
      </details>
    </article>
  );
}

function Result({ result }: { readonly result: CallToolResult }) {
  const { content, structuredContent, isError } = result;
  const empty = content.length === 0 && structuredContent === undefined;
  return (
    <div className="result" data-result data-error={isError === true}>
      {isError === true && <p className="result-error">The tool reports an error.</p>}
      {empty && <p className="hint">The answer is empty.</p>}
      <ContentBlocks content={content} />
      {structuredContent !== undefined && (
        <section aria-label="Structured content">
          <h3>Structured content</h3>
          <JsonTree value={structuredContent} />
        </section>
      )}
    </div>
  );
}

function wordOf(state: CallState): string {
  return state.status === "done" && state.result.isError === true ? "Error" : STATUS_WORDS[state.status];
}

function toneOf(state: CallState): string | undefined {
  if (state.status === "done") return state.result.isError === true ? "bad" : "good";
  return state.status === "failed" || state.status === "denied" ? "bad" : undefined;
}
