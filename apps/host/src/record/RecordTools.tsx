import { reasonOf, verifyAuditLog } from "@vitrine/bridge";
import { useState } from "react";
import { useSession } from "../session/SessionContext.tsx";

type Finding =
  | { readonly kind: "working" }
  | { readonly kind: "good"; readonly sentence: string }
  | { readonly kind: "bad"; readonly sentence: string };

/** Checks the record, and gives it out as a file. */
export function RecordTools() {
  const { host } = useSession();
  const [finding, setFinding] = useState<Finding>();

  async function verify(): Promise<void> {
    setFinding({ kind: "working" });
    try {
      const result = await verifyAuditLog(await host.audit.export());
      if (result.ok) {
        const chains = result.chains.length === 1 ? "one chain" : `${result.chains.length} chains`;
        const sentence = `Verified: ${result.entries} entries in ${chains}, none changed, missing or moved.`;
        return setFinding({ kind: "good", sentence });
      }
      const { seq, line, why } = result.problem;
      const where = seq === null ? `line ${line}` : `entry ${seq} (line ${line})`;
      setFinding({ kind: "bad", sentence: `Broken at ${where}: ${why}.` });
    } catch (error) {
      setFinding({ kind: "bad", sentence: reasonOf(error) });
    }
  }

  async function save(): Promise<void> {
    try {
      const url = URL.createObjectURL(await host.audit.export());
      const date = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
      Object.assign(document.createElement("a"), {
        href: url,
        download: `vitrine-record-${date}.ndjson`,
      }).click();
      // The download has its own hold on the bytes once it has begun.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      setFinding({ kind: "bad", sentence: reasonOf(error) });
    }
  }

  return (
    <div className="record-tools">
      <button
        type="button"
        className="button button-quiet"
        disabled={finding?.kind === "working"}
        onClick={() => void verify()}
      >
        Verify
      </button>
      <button type="button" className="button button-quiet" onClick={() => void save()}>
        Export
      </button>
      <p role="status" className="verification" data-verified={finding?.kind}>
        {finding?.kind === "working" ? "Verifying…" : finding?.sentence}
      </p>
    </div>
  );
}
