import type { AuditVerification } from "@vitrine/bridge";

/** What verifying came to. */
export type Finding =
  | { readonly kind: "working" }
  | { readonly kind: "verified"; readonly result: AuditVerification }
  | { readonly kind: "failed"; readonly reason: string };

/** Says whether the record stands, and by whose signature; or which entry does not. */
export function Verification({ finding }: { readonly finding: Finding | undefined }) {
  return (
    <div role="status" className="verification" data-verified={toneOf(finding)}>
      {finding !== undefined && <Words finding={finding} />}
    </div>
  );
}

function toneOf(finding: Finding | undefined): string | undefined {
  if (finding?.kind !== "verified") return finding?.kind === "failed" ? "bad" : finding?.kind;
  return finding.result.ok ? "good" : "bad";
}

function Words({ finding }: { readonly finding: Finding }) {
  if (finding.kind === "working") return <p>Verifying…</p>;
  if (finding.kind === "failed") return <p>{finding.reason}</p>;
  const { result } = finding;
  if (!result.ok) {
    const { seq, line, chain, why } = result.problem;
    return (
      <p>
        Broken at {seq === null ? `line ${line}` : `entry ${seq} (line ${line})`}
        {chain !== null && ` of chain ${chain}`}: {why}.
      </p>
    );
  }
  const { chains, key } = result;
  const amount = chains.length === 1 ? "one chain" : `${chains.length} chains`;
  return (
    <>
      <p>
        Verified: {count(result.entries, "line")} in {amount}, none changed, missing or moved.
      </p>
      <dl>
        {chains.map(({ chain, entries, checkpoints, removed, sealed }) => (
          <div key={chain}>
            <dt>Chain {chain}</dt>
            <dd>
              {count(entries - checkpoints, "entry")} and {count(checkpoints, "checkpoint")}
              {removed > 0 && `, ${removed} older removed by retention`}
              {sealed !== undefined && `, sealed ${new Date(sealed.at).toLocaleTimeString()}`}
            </dd>
          </div>
        ))}
        {key !== undefined && (
          <div>
            <dt>Signed with the key</dt>
            <dd>
              {key.fingerprint} <span>Compare it with what “vitrine audit key” prints.</span>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function count(amount: number, noun: "line" | "entry" | "checkpoint"): string {
  const plural = noun === "entry" ? "entries" : `${noun}s`;
  return `${amount.toLocaleString()} ${amount === 1 ? noun : plural}`;
}
