import { reasonOf, VitrineError, type AuditEntry } from "@vitrine/bridge";
import { lines } from "./lines.ts";
import type { RecordQuery, RelayApi } from "./relay-api.ts";

type Api = Pick<RelayApi, "readRecord">;

/** The entries of the record, from a moment on (RFC 3339) or all. Throws VitrineError `audit-unavailable`. */
export async function* readEntries(api: Api, since?: string): AsyncGenerator<AuditEntry> {
  const { body } = await ask(api, since === undefined ? {} : { since });
  if (body === null) return;
  for await (const line of lines(body)) {
    const entry = JSON.parse(line) as AuditEntry | { readonly kind: "omitted" };
    // The end of this very export, and what it leaves out, are no part of the record.
    if (entry.kind === "omitted" || (entry.kind === "checkpoint" && entry.reason === "export")) continue;
    yield entry;
  }
}

/** The whole record as the relay exports it. Throws VitrineError `audit-unavailable`. */
export async function exportRecord(api: Api): Promise<Blob> {
  return (await ask(api, {})).blob();
}

async function ask(api: Api, query: RecordQuery): Promise<Response> {
  try {
    return await api.readRecord(query);
  } catch (error) {
    throw new VitrineError("audit-unavailable", reasonOf(error), { cause: error });
  }
}
