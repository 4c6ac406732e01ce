import { reasonOf, verifyAuditLog } from "@vitrine/bridge";
import { useId, useState } from "react";
import type { RecordQuery } from "../relay/relay-api.ts";
import { useSession } from "../session/SessionContext.tsx";
import type { RecordFilter } from "./record-book.ts";
import { useRecord } from "./record-store.ts";
import { Verification, type Finding } from "./Verification.tsx";

/** Checks the record, and gives it out as a file: all of it, or what the filters leave. */
export function RecordTools() {
  const { host, relay } = useSession();
  const filter = useRecord((record) => record.filter);
  const [finding, setFinding] = useState<Finding>();
  const noteId = useId();
  const query = queryOf(filter);
  const isFiltered = Object.keys(query).length > 0;

  async function verify(): Promise<void> {
    setFinding({ kind: "working" });
    try {
      const result = await verifyAuditLog(await host.audit.export(), { sealed: true });
      setFinding({ kind: "verified", result });
    } catch (error) {
      setFinding({ kind: "failed", reason: reasonOf(error) });
    }
  }

  async function save(): Promise<void> {
    try {
      const url = URL.createObjectURL(await (await relay.api.readRecord(query)).blob());
      const date = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
      Object.assign(document.createElement("a"), {
        href: url,
        download: `vitrine-record-${date}${isFiltered ? "-filtered" : ""}.ndjson`,
      }).click();
      // The download has its own hold on the bytes once it has begun.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      setFinding({ kind: "failed", reason: reasonOf(error) });
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
      <button
        type="button"
        className="button button-quiet"
        aria-describedby={isFiltered ? noteId : undefined}
        onClick={() => void save()}
      >
        Export
      </button>
      {isFiltered && (
        <p id={noteId} className="export-note">
          Export gives what matches {listed(Object.keys(query))}; the rest stands in it as digests, so that it
          still verifies.
        </p>
      )}
      <Verification finding={finding} />
    </div>
  );
}

/** What of the filter the relay's export knows. */
function queryOf({ since, until, server, tool }: RecordFilter): RecordQuery {
  return Object.fromEntries(
    // A name is meant as it is: its stars are no wildcards, and one that has some is not narrowed by.
    Object.entries({ since, until, server, tool: tool.includes("*") ? "" : tool }).filter(
      ([, value]) => value !== "",
    ),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  since: "time",
  until: "time",
  server: "server",
  tool: "tool",
};

function listed(keys: readonly string[]): string {
  const words = [...new Set(keys.map((key) => WORDS[key] ?? key))];
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
