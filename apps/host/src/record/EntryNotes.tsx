import type { AuditEntry } from "@vitrine/bridge";
import { Exact } from "../text/Exact.tsx";
import { redactionsIn } from "./redactions.ts";

/** What a reader must know of an entry before believing or missing something in it. */
export function EntryNotes({ entry }: { readonly entry: AuditEntry }) {
  const { claimed } = entry;
  const redacted = redactionsIn(entry);
  const digest = entry.kind === "action.requested" ? entry.argumentsDigest : undefined;
  if (claimed === undefined && redacted.length === 0 && digest === undefined) return null;
  return (
    <dl className="entry-notes">
      {claimed !== undefined && (
        <>
          <dt>Claimed by the page</dt>
          <dd>
            <Exact text={claimed.join(", ")} />
          </dd>
        </>
      )}
      {redacted.length > 0 && (
        <>
          <dt>Redacted</dt>
          <dd>
            <Exact text={redacted.join(", ")} />
          </dd>
        </>
      )}
      {digest !== undefined && (
        <>
          <dt>Digest of the arguments</dt>
          <dd className="entry-digest">{digest}</dd>
        </>
      )}
    </dl>
  );
}
