import { ruleNote } from "./rule-note.ts";

/** The name of a finding's rule; opened, it says why that is looked for, and what to do. */
export function FindingRule({ rule }: { readonly rule: string }) {
  const note = ruleNote(rule);
  if (note === undefined) return <code className="rule">{rule}</code>;
  return (
    <details className="finding-rule">
      <summary>
        <code className="rule">{rule}</code>
      </summary>
      <p>
        <WithCode text={note.why} />
      </p>
      <p>
        <strong>What to do:</strong> <WithCode text={note.mend} />
      </p>
    </details>
  );
}

/** Between two backticks stands code. */
function WithCode({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
