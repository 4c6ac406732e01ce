import { clauses, SPECIFICATION, type ClauseId } from "./clauses.ts";
import { LEVELS, SECTIONS, type ClauseEntry } from "./clauses/clause-entry.ts";

/** How the two tests of a clause went. */
export interface ClauseOutcome {
  /** The file of the test, in this folder. */
  readonly file: string;
  /** What holds, in a sentence. */
  readonly title: string;
  readonly holds: boolean;
  /** Whether the same test fails where the clause's lines are switched off. */
  readonly failsWithout: boolean;
}

type Outcomes = ReadonlyMap<ClauseId, ClauseOutcome>;

const INTRODUCTION = `# Conformance

What the MCP Apps specification [2026-01-26](${SPECIFICATION}) says of a host, clause by clause, with the test that holds Vitrine to it. \`npm run conformance\` runs the tests and writes this page; \`npm run test:conformance\` runs them and fails when the page is not what the run gives.

Each test runs twice. It passes with what is shipped, and it must fail, in one of its assertions, with the code of its clause switched off: the last column names the lines, which stand in [mutations.ts](../e2e/spec/mutations.ts) and [guards.ts](../e2e/hostile/guards.ts). A clause without such a test is not counted as tested.

A clause that the specification says twice is listed once. "stated" is what it says of hosts without a word of RFC 2119. Clauses that bind the sandbox proxy are listed because the proxy is ours; clauses that bind servers, where a host has to answer for their breach. What binds Views alone is not listed.`;

/** The page `docs/conformance.md` after a run with these outcomes. */
export function conformancePage(outcomes: Outcomes): string {
  const entries: readonly ClauseEntry[] = clauses;
  const sections = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];
  const parts = [INTRODUCTION, "## Count", bound(entries), counts(entries, outcomes), "## Clauses"];
  for (const section of sections) {
    const own = entries.filter((entry) => entry.section === section);
    if (own.length === 0) continue;
    parts.push(`### [${SECTIONS[section]}](${SPECIFICATION}#${section})`, table(own, outcomes));
  }
  parts.push(
    "## Stated deviations",
    list(entries, ({ deviation }) => deviation),
    "## What needs a model in the conversation",
    "Vitrine has no model of its own. It hands over to whoever embeds it; the tests hold it to that.",
    list(entries, ({ needsModel }) => needsModel),
    "## Without a test",
    list(entries, ({ notApplicable }) => notApplicable),
  );
  return `${parts.join("\n\n")}\n`;
}

function bound(entries: readonly ClauseEntry[]): string {
  const count = (binds: ClauseEntry["binds"]): number =>
    entries.filter((entry) => entry.binds === binds).length;
  const [host, sandbox, server] = [count(undefined), count("sandbox"), count("server")];
  return `${entries.length} clauses: ${host} bind the host, ${sandbox} the sandbox proxy, ${server} servers.`;
}

function counts(entries: readonly ClauseEntry[], outcomes: Outcomes): string {
  const rows = LEVELS.map((level) =>
    row(
      level,
      entries.filter((entry) => entry.level === level),
    ),
  );
  return lines([
    "| Level | Clauses | Tested, and failing without their code | Failing | Deviations | Without a test |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    row("all", entries),
  ]);

  function row(name: string, own: readonly ClauseEntry[]): string {
    const tested = own.filter((entry) => isProven(outcomeOf(entry, outcomes)));
    const failing = own.filter((entry) => hasTest(entry) && !isProven(outcomeOf(entry, outcomes)));
    const deviations = own.filter(({ deviation }) => deviation !== undefined);
    const untested = own.filter((entry) => !hasTest(entry));
    return cells([name, ...[own, tested, failing, deviations, untested].map(({ length }) => `${length}`)]);
  }
}

function table(entries: readonly ClauseEntry[], outcomes: Outcomes): string {
  return lines([
    "| Clause | Level | Test | Result | Fails without |",
    "| --- | --- | --- | --- | --- |",
    ...entries.map((entry) => {
      const outcome = outcomeOf(entry, outcomes);
      const { mutations = [], deviation } = entry;
      return cells([
        entry.quote,
        entry.binds === undefined ? entry.level : `${entry.level} (${entry.binds})`,
        outcome === undefined ? "–" : `[${outcome.file}](../e2e/spec/${outcome.file}): ${outcome.title}`,
        result(outcome) + (deviation === undefined ? "" : ", with a deviation"),
        mutations.map((name) => `\`${name}\``).join(", ") || "–",
      ]);
    }),
  ]);
}

function result(outcome: ClauseOutcome | undefined): string {
  if (outcome === undefined) return "no test";
  if (!outcome.holds) return "fails";
  return outcome.failsWithout ? "holds" : "proves nothing";
}

function isProven(outcome: ClauseOutcome | undefined): boolean {
  return outcome?.holds === true && outcome.failsWithout;
}

function hasTest({ mutations = [] }: ClauseEntry): boolean {
  return mutations.length > 0;
}

function outcomeOf({ id }: ClauseEntry, outcomes: Outcomes): ClauseOutcome | undefined {
  return outcomes.get(id as ClauseId);
}

function list(entries: readonly ClauseEntry[], reasonOf: (entry: ClauseEntry) => string | undefined): string {
  return lines(
    entries.flatMap((entry) => {
      const reason = reasonOf(entry);
      return reason === undefined ? [] : [`- "${entry.quote}" (${entry.level}): ${reason}`];
    }),
  );
}

function cells(values: readonly string[]): string {
  return `| ${values.map((value) => value.replaceAll("|", "\\|")).join(" | ")} |`;
}

function lines(values: readonly string[]): string {
  return values.join("\n");
}
