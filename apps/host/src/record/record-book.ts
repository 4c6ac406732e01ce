import type { AuditEntry, Outcome } from "@vitrine/bridge";

/** One row of the record: an action with all its entries, or an entry that stands alone. */
export interface RecordRow {
  /** Unique and stable. */
  readonly key: string;
  readonly type: "action" | "template" | "view" | "server" | "checkpoint" | "other";
  readonly entries: readonly AuditEntry[];
  /** When it began (RFC 3339). */
  readonly at: string;
  /** What happened, in a few words. */
  readonly title: string;
  readonly server?: string;
  readonly tool?: string;
  readonly actor?: string;
  /** Undefined while an action is under way, and for entries that have none. */
  readonly outcome?: Outcome;
  /** What is still to come: the person's answer or the server's. */
  readonly stage?: "requested" | "decided";
  /** Lowercase text that the search looks through. */
  readonly haystack: string;
}

/** Which rows are shown. Empty strings do not filter. */
export interface RecordFilter {
  /** RFC 3339, UTC, milliseconds, as entries have it; both inclusive. */
  readonly since: string;
  readonly until: string;
  readonly server: string;
  readonly tool: string;
  readonly actor: string;
  readonly outcome: string;
  /** Without one, everything but checkpoints: they tell of the record, not of what happened. */
  readonly type: string;
  readonly search: string;
}

/** Gathers entries into rows. Changing a row makes a new one, so a shown row is never stale. */
export interface RecordBook {
  add(entries: readonly AuditEntry[]): void;
  /** Newest first. */
  rows(filter: RecordFilter): readonly RecordRow[];
  servers(): readonly string[];
  tools(): readonly string[];
  size(): number;
}

export function createRecordBook(): RecordBook {
  const rows: RecordRow[] = [];
  const places = new Map<string, number>();
  const servers = new Set<string>();
  const tools = new Set<string>();
  const seen = new Set<string>();

  function add(entry: AuditEntry): void {
    // An entry comes twice when it is written while the log is being read.
    if (seen.has(entry.digest)) return;
    seen.add(entry.digest);
    const key = "action" in entry ? entry.action : entry.digest;
    const place = places.get(key);
    const known = place === undefined ? undefined : rows[place];
    const row = rowOf(key, [...(known?.entries ?? []), entry]);
    if (row.server !== undefined) servers.add(row.server);
    if (row.tool !== undefined) tools.add(row.tool);
    if (place === undefined) {
      places.set(key, rows.length);
      rows.push(row);
    } else {
      rows[place] = row;
    }
  }

  return {
    add: (entries) => entries.forEach(add),
    rows(filter) {
      const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
      const matches = (row: RecordRow): boolean =>
        (filter.server === "" || row.server === filter.server) &&
        (filter.tool === "" || row.tool === filter.tool) &&
        (filter.actor === "" || row.actor === filter.actor) &&
        (filter.type === "" ? row.type !== "checkpoint" : row.type === filter.type) &&
        row.entries.some(({ at }) => at >= filter.since && (filter.until === "" || at <= filter.until)) &&
        (filter.outcome === "" || (row.outcome ?? "") === filter.outcome) &&
        words.every((word) => row.haystack.includes(word));
      return rows.filter(matches).toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    },
    servers: () => [...servers].toSorted(),
    tools: () => [...tools].toSorted(),
    size: () => seen.size,
  };
}

function rowOf(key: string, entries: readonly AuditEntry[]): RecordRow {
  const first = entries[0]!;
  const facts = factsOf(entries);
  return {
    key,
    entries,
    at: first.at,
    ...facts,
    haystack: JSON.stringify(entries).toLowerCase(),
  };
}

type Facts = Pick<RecordRow, "type" | "title" | "server" | "tool" | "actor" | "outcome" | "stage">;

function factsOf(entries: readonly AuditEntry[]): Facts {
  const requested = entries.find((entry) => entry.kind === "action.requested");
  const decided = entries.find((entry) => entry.kind === "action.decided");
  const finished = entries.find((entry) => entry.kind === "action.finished");
  if (requested !== undefined || decided !== undefined || finished !== undefined) {
    const progress =
      finished === undefined
        ? { stage: decided === undefined ? ("requested" as const) : ("decided" as const) }
        : { outcome: finished.outcome };
    if (requested === undefined) return { type: "action", title: "An action", ...progress };
    const { method, tool, uri, server, actor } = requested;
    const title = tool ?? (method === "resources/read" && uri !== undefined ? uri : methodWords(method));
    return { type: "action", title, server, ...(tool === undefined ? {} : { tool }), actor, ...progress };
  }
  return eventFacts(entries[0]!);
}

function eventFacts(entry: AuditEntry): Facts {
  switch (entry.kind) {
    case "server.connected":
      return { type: "server", title: `Connected (${entry.protocolVersion})`, server: entry.server };
    case "server.closed":
      return { type: "server", title: "Connection closed", server: entry.server };
    case "template.reviewed":
      return { type: "template", title: `Reviewed ${entry.uri}`, server: entry.server };
    case "template.approved":
      return { type: "template", title: `Approved ${entry.uri}`, server: entry.server, actor: entry.by };
    case "template.blocked":
      return { type: "template", title: `Blocked ${entry.uri}`, server: entry.server, actor: entry.by };
    case "template.changed":
      return { type: "template", title: `Changed ${entry.uri}`, server: entry.server };
    case "view.opened":
      return { type: "view", title: `Opened ${entry.tool}`, server: entry.server, tool: entry.tool };
    case "view.closed":
      return { type: "view", title: "View closed", server: entry.server };
    case "view.failed":
      return { type: "view", title: "View failed", server: entry.server };
    case "view.limited":
      return { type: "view", title: "View asked for too much", server: entry.server };
    case "view.hung":
      return { type: "view", title: "View hung", server: entry.server };
    case "view.recovered":
      return { type: "view", title: "View answers again", server: entry.server };
    case "sandbox.probed":
      return { type: "other", title: "Looked at what the browser enforces" };
    case "checkpoint":
      return { type: "checkpoint", title: `Checkpoint (${entry.reason})` };
    default:
      // The record may hold more kinds than this page knows.
      return { type: "other", title: (entry as { readonly kind: string }).kind };
  }
}

function methodWords(method: string): string {
  const words: Readonly<Record<string, string>> = {
    "ui/open-link": "Open a link",
    "ui/download-file": "Save files",
    "ui/message": "Send a message",
    "ui/update-model-context": "Tell the model",
    "ui/request-display-mode": "Change the display mode",
    "ui/request-teardown": "Close itself",
  };
  return words[method] ?? method;
}
