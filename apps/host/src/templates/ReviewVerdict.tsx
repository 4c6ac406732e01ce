import { missingGrant, reasonOf, type Grants, type Server, type TemplateEntry } from "@vitrine/bridge";
import { useId, useState } from "react";
import { useArmed } from "../consent/use-armed.ts";
import { judgeTemplate, type TemplateVerdict } from "./judge-template.ts";
import { useReview } from "./review-store.ts";
import { shortDigest } from "./template-words.ts";

/** The buttons of the reviewer's screen, with what they would do in one sentence. */
export function ReviewVerdict(props: {
  readonly server: Server;
  readonly entry: TemplateEntry;
  readonly grants: Grants;
}) {
  const { server, entry, grants } = props;
  const { template, state } = entry;
  const close = useReview((review) => review.close);
  const armed = useArmed(template?.digest);
  const [problem, setProblem] = useState<string>();
  const whyId = useId();
  if (template === undefined) return null;
  const missing = missingGrant(template, grants);
  const news = state !== "approved" || !sameGrants(entry.grants, grants);

  const judge = (verdict: TemplateVerdict): void => {
    if (!armed) return;
    setProblem(undefined);
    judgeTemplate(server, entry, verdict).then(close, (error: unknown) => setProblem(reasonOf(error)));
  };
  return (
    <div className="dialog-buttons" data-armed={armed}>
      <p id={whyId} className="verdict-note">
        {problem !== undefined ? (
          <span className="problem" role="alert">
            {problem}
          </span>
        ) : (
          (missing ??
          `The verdict holds for this version, ${shortDigest(template.digest)}, and ${grantWords(grants)}.`)
        )}
      </p>
      <button type="button" className="button button-quiet" onClick={close}>
        Decide later
      </button>
      {state !== "blocked" && (
        <button
          type="button"
          className="button"
          aria-disabled={!armed}
          onClick={() => judge({ verdict: "block" })}
        >
          Block
        </button>
      )}
      {news && (
        <button
          type="button"
          className="button button-primary"
          aria-disabled={!armed || missing !== undefined}
          aria-describedby={whyId}
          onClick={() => missing === undefined && judge({ verdict: "approve", grants })}
        >
          Approve
        </button>
      )}
    </div>
  );
}

function grantWords({ localDomains = [], unsafeEval }: Grants): string {
  const words = [...localDomains, ...(unsafeEval === true ? ["'unsafe-eval'"] : [])];
  return words.length === 0 ? "allows nothing beyond what is declared" : `also allows ${words.join(", ")}`;
}

function sameGrants(a: Grants, b: Grants): boolean {
  return grantWords(a) === grantWords(b);
}
