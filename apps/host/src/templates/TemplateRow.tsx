import { reasonOf, type Server, type TemplateEntry } from "@vitrine/bridge";
import { useState } from "react";
import { useArmed } from "../consent/use-armed.ts";
import { Exact } from "../text/Exact.tsx";
import { judgeTemplate, type TemplateVerdict } from "./judge-template.ts";
import { reachSentence } from "./reach.ts";
import { useReview } from "./review-store.ts";
import { byteCount, shortDigest, toneOf } from "./template-words.ts";

/** One template: what it is, what it wants, what was found, the way to its review, and the verdict on it. */
export function TemplateRow({ server, entry }: { readonly server: Server; readonly entry: TemplateEntry }) {
  const [problem, setProblem] = useState<string>();
  const { uri, template, state, findings } = entry;
  // What was served a moment ago cannot have been looked at.
  const armed = useArmed(template?.digest);
  const review = (): void => useReview.getState().open({ server: server.name, uri });
  // A choice is to be made there that no single press can make.
  const choose = (entry.wants?.localDomains.length ?? 0) > 0;
  const doubtful = choose || state === "changed" || findings.some(({ severity }) => severity !== "info");

  const judge = (verdict: TemplateVerdict): void => {
    setProblem(undefined);
    judgeTemplate(server, entry, verdict).catch((error: unknown) => setProblem(reasonOf(error)));
  };
  return (
    <div className="template" data-template={uri} data-template-state={state}>
      <p className="template-head">
        <code title={uri}>
          <Exact text={uri} />
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
        <p className="template-facts">
          <span>{byteCount(template.size)}</span>
          {" · "}
          <code title={template.digest}>{shortDigest(template.digest)}</code>
          {" · "}
          <Exact text={reachSentence(template)} />
        </p>
      )}
      {findings.length > 0 && <p className="template-findings">{findingCount(findings)}</p>}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="template-buttons">
        {template !== undefined && (
          <button
            type="button"
            className={doubtful ? "button button-primary" : "button"}
            aria-label={`Review ${uri}`}
            onClick={review}
          >
            Review
          </button>
        )}
        {template !== undefined && state !== "approved" && (
          <button
            type="button"
            className={doubtful ? "button" : "button button-primary"}
            title={choose ? `Approve ${uri}: choose what it may reach` : `Approve ${uri}`}
            disabled={!armed}
            onClick={() => (choose ? review() : judge({ verdict: "approve" }))}
          >
            Approve
          </button>
        )}
        {template !== undefined && state !== "blocked" && (
          <button
            type="button"
            className="button"
            title={`Block ${uri}`}
            disabled={!armed}
            onClick={() => judge({ verdict: "block" })}
          >
            Block
          </button>
        )}
        {state === "failed" && (
          <button type="button" className="button" onClick={() => void server.templates.refresh(uri)}>
            Read again
          </button>
        )}
      </div>
    </div>
  );
}

function findingCount(findings: TemplateEntry["findings"]): string {
  const counts = (["blocking", "warning", "info"] as const)
    .map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${WORDS[severity]}${count === 1 ? "" : "s"}`);
  return `Review: ${counts.join(", ")}.`;
}

const WORDS = { blocking: "blocking finding", warning: "warning", info: "note" } as const;
