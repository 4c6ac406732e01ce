import type { TemplateEntry } from "@vitrine/bridge";
import type { ViewRun } from "../runs/runs-store.ts";
import { useReview } from "../templates/review-store.ts";
import { shortDigest, verdictSentence } from "../templates/template-words.ts";
import { useApproval } from "../templates/use-approval.ts";
import { Exact } from "../text/Exact.tsx";

/** Which template a View runs, and who approved it when. */
export function ViewTemplate({ run, entry }: { readonly run: ViewRun; readonly entry: TemplateEntry }) {
  const { server } = run;
  const { uri, state, template } = entry;
  const digest = state === "changed" ? entry.approvedDigest : template?.digest;
  const approval = useApproval({ identity: server.identity, uri, digest, state });
  return (
    <>
      <dt>Template</dt>
      <dd>
        <code>
          <Exact text={uri} />
        </code>{" "}
        {digest !== undefined && <code title={digest}>{shortDigest(digest)}</code>}{" "}
        <button
          type="button"
          className="link"
          onClick={() => useReview.getState().open({ server: server.name, uri })}
        >
          Look at it
        </button>
      </dd>
      {approval !== undefined && (
        <>
          <dt>Approval</dt>
          <dd>
            {verdictSentence(approval)}
            {state === "changed" && "; the server offers another version by now"}
          </dd>
        </>
      )}
    </>
  );
}
