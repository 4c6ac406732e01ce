import { reasonOf, type Server, type TemplateEntry } from "@vitrine/bridge";
import { useEffect, useState } from "react";
import { announce } from "../layout/announcement-store.ts";
import { Exact } from "../text/Exact.tsx";
import { exactText } from "../text/exact-text.ts";
import { reachOf } from "./reach.ts";

/** One template: what it is, what it wants, what was found, and the verdict on it. */
export function TemplateRow({ server, entry }: { readonly server: Server; readonly entry: TemplateEntry }) {
  const [problem, setProblem] = useState<string>();
  const { template, state } = entry;
  const settled = useSettled(template?.digest);

  const judge = (verdict: "approve" | "block"): void => {
    if (template === undefined) return;
    setProblem(undefined);
    server.templates[verdict](entry.uri, template.digest, "person").then(
      () => announce(`${entry.uri} is ${verdict === "approve" ? "approved" : "blocked"}.`),
      (error: unknown) => setProblem(reasonOf(error)),
    );
  };
  return (
    <div className="template" data-template={entry.uri} data-template-state={state}>
      <p className="template-head">
        <code title={entry.uri}>
          <Exact text={entry.uri} />
        </code>
        <span className="state" data-tone={toneOf(state)}>
          {state}
        </span>
      </p>
      {state === "changed" && (
        <p className="caution">Changed since its approval. It does not run until it is approved again.</p>
      )}
      {entry.reason !== undefined && (
        <p className={state === "failed" ? "problem" : "hint"}>
          <Exact text={entry.reason} />
        </p>
      )}
      {template !== undefined && (
        <dl className="facts">
          <dt>Size</dt>
          <dd>{bytes(template.size)}</dd>
          <dt>Digest</dt>
          <dd>
            <code title={template.digest}>{template.digest.replace("sha256:", "").slice(0, 12)}</code>
          </dd>
          <dt>May reach</dt>
          <dd>{reachOf(template).reach.map(exactText).join(", ") || "nothing outside"}</dd>
          {reachOf(template).uses.length > 0 && (
            <>
              <dt>May use</dt>
              <dd>{reachOf(template).uses.join(", ")}</dd>
            </>
          )}
        </dl>
      )}
      {(entry.findings ?? []).length > 0 && (
        <ul className="findings" aria-label="Findings">
          {entry.findings?.map((finding) => (
            <li key={finding.rule + finding.message} data-severity={finding.severity}>
              <strong>{finding.severity}</strong> <Exact text={finding.message} />
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="template-buttons">
        {template !== undefined && state !== "approved" && (
          <button
            type="button"
            className="button button-primary"
            title={`Approve ${entry.uri}`}
            disabled={!settled}
            onClick={() => judge("approve")}
          >
            Approve
          </button>
        )}
        {template !== undefined && state !== "blocked" && (
          <button
            type="button"
            className="button"
            title={`Block ${entry.uri}`}
            onClick={() => judge("block")}
          >
            Block
          </button>
        )}
        {state === "failed" && (
          <button type="button" className="button" onClick={() => void server.templates.refresh(entry.uri)}>
            Read again
          </button>
        )}
      </div>
    </div>
  );
}

/** What was served a moment ago cannot have been looked at: a verdict on it counts only after this long. */
const SETTLE_MS = 400;

/** Whether a template has stood there unchanged for a moment. */
function useSettled(digest: string | undefined): boolean {
  const [seen, setSeen] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSeen(digest), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [digest]);
  return seen === digest;
}

function toneOf(state: TemplateEntry["state"]): string | undefined {
  if (state === "approved") return "good";
  if (state === "blocked" || state === "failed") return "bad";
  return state === "loading" ? undefined : "warn";
}

function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
