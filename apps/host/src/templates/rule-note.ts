import rulesPage from "../../../../docs/review-rules.md?raw";

/** What docs/review-rules.md says of a rule; Markdown that has inline code and nothing else. */
export interface RuleNote {
  readonly why: string;
  readonly mend: string;
}

const SECTION = /^### `([^`]+)`\n\n.+\n\n- Why: (.+)\n- Example: .+\n- What to do: (.+)$/gm;

const notes: ReadonlyMap<string, RuleNote> = new Map(
  Array.from(rulesPage.matchAll(SECTION), ([, rule = "", why = "", mend = ""]) => [rule, { why, mend }]),
);

/** Why a review looks for what this rule finds, and what to do; undefined for a rule that is not documented. */
export function ruleNote(rule: string): RuleNote | undefined {
  return notes.get(rule);
}
