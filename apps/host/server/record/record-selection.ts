import type { AuditLine, ExportableLine } from "@vitrine/bridge";
import { z } from "zod";
import type { RecordDatabase } from "./record-database.ts";
import { recordSubject } from "./record-subject.ts";
import { readRecord } from "./sql-audit-store.ts";

/** Which entries of the record are wanted. What is left out does not matter. */
export interface RecordFilter {
  /** RFC 3339: entries of this time or later. */
  readonly since?: string;
  /** RFC 3339: entries of this time or earlier. */
  readonly until?: string;
  /** The name of a server. */
  readonly server?: string;
  /** The name of a tool; `*` stands for any text. */
  readonly tool?: string;
}

const time = z.iso.datetime({ offset: true, error: "must be a time such as 2026-01-26T12:00:00Z" });

/** Parses a filter as it comes from outside: from a query string, or a command line. */
export const recordFilterSchema: z.ZodType<RecordFilter> = z.strictObject({
  since: time.optional(),
  until: time.optional(),
  server: z.string().optional(),
  tool: z.string().optional(),
}) as z.ZodType<RecordFilter>;

/**
 * The entries that the record holds now, in the order of an export, each with whether `filter` selects it. An action is
 * selected as a whole, and so is what happened to a View: when one of its entries is of the wanted time, and one names
 * the wanted server and tool. Reads page by page; the record may be written meanwhile.
 */
export async function* selectEntries(
  database: RecordDatabase,
  filter: RecordFilter,
): AsyncGenerator<ExportableLine> {
  const matches = createMatch(filter);
  const isFiltered = Object.keys(filter).length > 0;
  for (const end of await ends(database)) {
    let after: Pick<AuditLine, "chain" | "seq"> = { chain: end.chain, seq: -1 };
    while (after.seq < end.seq) {
      const page = (await readRecord(database, after)).filter(
        ({ chain, seq }) => chain === end.chain && seq <= end.seq,
      );
      const last = page.at(-1);
      if (last === undefined) break;
      const entries = page.map(({ line }) => ({ line, entry: entryOf(line) }));
      const groups = isFiltered ? await groupsOf(database, entries) : new Map<string, readonly Entry[]>();
      for (const { line, entry } of entries) {
        const group = groups.get(recordSubject(entry) ?? "") ?? [entry];
        yield { line, selected: !isFiltered || matches(group) };
      }
      after = last;
    }
  }
}

type Entry = Readonly<Record<string, unknown>>;

/** Where each chain ends now: what is written while somebody reads slowly is not read after. */
async function ends(database: RecordDatabase): Promise<readonly Pick<AuditLine, "chain" | "seq">[]> {
  return database
    .selectFrom("entries")
    .select(["chain", (entry) => entry.fn.max("seq").as("seq")])
    .groupBy("chain")
    .orderBy("chain")
    .execute();
}

/** All entries of the actions and Views that `entries` are about. */
async function groupsOf(
  database: RecordDatabase,
  entries: readonly { readonly entry: Entry }[],
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const subjects = new Set(entries.map(({ entry }) => recordSubject(entry)));
  const wanted = [...subjects].filter((subject) => subject !== undefined);
  const groups = new Map<string, Entry[]>();
  if (wanted.length === 0) return groups;
  const rows = await database
    .selectFrom("entries")
    .select(["subject", "line"])
    .where("subject", "in", wanted)
    .execute();
  for (const { subject, line } of rows) {
    const group = groups.get(subject!);
    if (group === undefined) groups.set(subject!, [entryOf(line)]);
    else group.push(entryOf(line));
  }
  return groups;
}

/** A line that is no entry matches nothing; an export names it by giving it out all the same. */
function entryOf(line: string): Entry {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Entry) : {};
  } catch {
    return {};
  }
}

function createMatch({ since, until, server, tool }: RecordFilter): (group: readonly Entry[]) => boolean {
  const from = since === undefined ? -Infinity : Date.parse(since);
  const to = until === undefined ? Infinity : Date.parse(until);
  const toolPattern = tool === undefined ? undefined : globPattern(tool);
  const isTimely = ({ at }: Entry): boolean => {
    const moment = Date.parse(String(at));
    return moment >= from && moment <= to;
  };
  const isAbout = (entry: Entry): boolean =>
    (server === undefined || entry["server"] === server) &&
    (toolPattern === undefined || (typeof entry["tool"] === "string" && toolPattern.test(entry["tool"])));
  return (group) => group.some(isTimely) && group.some(isAbout);
}

/** As in the policy's rules. Stars side by side are one, or a long row of them would take forever to fail. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/\*+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
