import { verifyAuditLog, type Host } from "@vitrine/bridge";
import { useState } from "react";

/** What was asked for, decided and done on this page: to check, and to take along. */
export function RecordBar({ host }: { readonly host: Host }) {
  const [verdict, setVerdict] = useState("");

  const verify = async () => {
    const found = await verifyAuditLog(await host.audit.export());
    setVerdict(
      found.ok
        ? `${found.entries} entries, none changed or missing.`
        : `Line ${found.problem.line}: ${found.problem.why}`,
    );
  };

  const save = async () => {
    const href = URL.createObjectURL(await host.audit.export());
    Object.assign(document.createElement("a"), { href, download: "record.ndjson" }).click();
    URL.revokeObjectURL(href);
  };

  return (
    <footer>
      <h2>Record</h2>
      <button onClick={verify}>Verify</button>
      <button onClick={save}>Export</button>
      <p role="status">{verdict}</p>
    </footer>
  );
}
