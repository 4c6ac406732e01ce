/** How much a finding matters. */
export type CheckLevel = "error" | "warning" | "info";

/** Something to say about one View, before it is known where else it holds. */
export interface FoundOnce {
  readonly level: CheckLevel;
  /** Kebab-case; `review: <rule>` for what the review of the template found. */
  readonly kind: string;
  /** One sentence. It holds text of the server. */
  readonly sentence: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** Something to say about an app. */
export interface CheckFinding extends FoundOnce {
  /** Names of the surroundings that it was seen in; empty for what is so in all. */
  readonly seenIn: readonly string[];
  /** How often it was seen, over all surroundings. */
  readonly count: number;
}

/** Findings of one app, equal ones put together. */
export interface FindingList {
  add(found: FoundOnce, surroundings?: string): void;
  /** The worst first, then in the order in which they were found. */
  sorted(): readonly CheckFinding[];
}

const LEVELS: readonly CheckLevel[] = ["error", "warning", "info"];

/** Creates an empty {@link FindingList}. */
export function createFindingList(): FindingList {
  const findings = new Map<string, CheckFinding>();
  return {
    add(found, surroundings) {
      const key = JSON.stringify([found.kind, found.sentence]);
      const known = findings.get(key);
      const seenIn = new Set(known?.seenIn);
      if (surroundings !== undefined) seenIn.add(surroundings);
      const worse =
        known === undefined || LEVELS.indexOf(found.level) < LEVELS.indexOf(known.level) ? found : known;
      findings.set(key, { ...worse, seenIn: [...seenIn], count: (known?.count ?? 0) + 1 });
    },
    sorted: () =>
      [...findings.values()].toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
  };
}
