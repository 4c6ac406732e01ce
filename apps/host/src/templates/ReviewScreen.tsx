import type { Grants, Server } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useId, useState, type ReactNode } from "react";
import { Exact } from "../text/Exact.tsx";
import { FindingList } from "./FindingList.tsx";
import { GrantChoice } from "./GrantChoice.tsx";
import { reachOf } from "./reach.ts";
import { ReachPicture } from "./ReachPicture.tsx";
import "./review.css";
import { ReviewVerdict } from "./ReviewVerdict.tsx";
import { TemplateChanges } from "./TemplateChanges.tsx";
import { TemplatePreview } from "./TemplatePreview.tsx";
import { TemplateSource, type SourceJump } from "./TemplateSource.tsx";
import { byteCount, toneOf, verdictSentence } from "./template-words.ts";
import { useApproval } from "./use-approval.ts";

/** Everything that is known of a template before it runs, and the verdict on it. */
export function ReviewScreen({ server, uri }: { readonly server: Server; readonly uri: string }) {
  const entry = useObservable(server.templates).find((one) => one.uri === uri);
  const [opened] = useState(entry?.template?.digest);
  const [jump, setJump] = useState<SourceJump>();
  const [grants, setGrants] = useState<Grants>(entry?.state === "approved" ? entry.grants : {});
  const approval = useApproval({
    identity: server.identity,
    uri,
    digest: entry?.state === "changed" ? entry.approvedDigest : entry?.template?.digest,
    state: entry?.state ?? "failed",
  });
  if (entry?.template === undefined) {
    return <p role="status">{entry?.reason ?? "No tool of this server refers to this template any more."}</p>;
  }
  const { template, state, findings, wants, tools } = entry;
  const { features } = reachOf(template);
  const swapped = opened !== undefined && opened !== template.digest;

  return (
    <>
      {swapped && (
        <p className="caution" role="alert">
          The server has replaced this template since you opened it. What you see now is the new version.
        </p>
      )}
      {entry.reason !== undefined && (
        <p className="caution">
          <Exact text={entry.reason} />
        </p>
      )}
      <div className="review">
        <div className="review-side">
          <Section title="What it is">
            <dl className="facts">
              <dt>State</dt>
              <dd>
                <span className="state" data-tone={toneOf(state)}>
                  {state}
                </span>
              </dd>
              {approval !== undefined && (
                <>
                  <dt>{state === "changed" ? "Before" : "Verdict"}</dt>
                  <dd>{verdictSentence(approval)}</dd>
                </>
              )}
              <dt>Server</dt>
              <dd>
                <Exact text={server.name} />
              </dd>
              <dt>Identity</dt>
              <dd>
                <code>
                  <Exact text={server.identity} />
                </code>
              </dd>
              <dt>Tools</dt>
              <dd>
                <Exact text={tools.join(", ")} />
              </dd>
              <dt>Size</dt>
              <dd>{byteCount(template.size)}</dd>
              <dt>Digest</dt>
              <dd>
                <code>{template.digest}</code>
              </dd>
            </dl>
          </Section>
          <Section title="What it may reach">
            <ReachPicture facts={template} local={wants.localDomains} />
          </Section>
          <Section title="What it may use">
            <p>
              {features.length === 0
                ? "No camera, microphone, location or clipboard."
                : `Asks for: ${features.join(", ")}.`}
            </p>
            {template.domain !== undefined && (
              <p>
                A lasting origin,{" "}
                <code>
                  <Exact text={template.domain} />
                </code>
                : it keeps its storage from one run to the next.
              </p>
            )}
          </Section>
          <GrantChoice wants={wants} grants={grants} onChange={setGrants} />
        </div>
        <div className="review-main">
          <Section title="Findings">
            <FindingList findings={findings} onJump={(place) => setJump({ place })} />
          </Section>
          {state === "changed" && (
            <Section title="What changed since its approval">
              <TemplateChanges template={template} before={entry.approvedTemplate} facts={approval?.facts} />
            </Section>
          )}
          <Section title="Preview">
            <TemplatePreview html={template.html} />
          </Section>
          <Section title="Source">
            <TemplateSource html={template.html} findings={findings} jump={jump} />
          </Section>
        </div>
      </div>
      <ReviewVerdict key={template.digest} server={server} entry={entry} grants={grants} />
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="review-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
