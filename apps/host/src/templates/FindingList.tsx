import type { Finding, Place } from "@vitrine/bridge";
import { Exact } from "../text/Exact.tsx";
import { FindingRule } from "./FindingRule.tsx";

const GROUPS: readonly { readonly severity: Finding["severity"]; readonly title: string }[] = [
  { severity: "blocking", title: "Blocking" },
  { severity: "warning", title: "Warnings" },
  { severity: "info", title: "Notes" },
];

/** What the review found, the gravest first; a place leads to its line of the source. */
export function FindingList(props: {
  readonly findings: readonly Finding[];
  readonly onJump: (place: Place) => void;
}) {
  const { findings, onJump } = props;
  if (findings.length === 0) return <p className="hint">The review found nothing to remark on.</p>;
  return (
    <>
      {GROUPS.map(({ severity, title }) => {
        const group = findings.filter((finding) => finding.severity === severity);
        return (
          group.length > 0 && (
            <section key={severity} className="finding-group">
              <h4>
                {title} <span className="hint">{group.length}</span>
              </h4>
              <ul className="findings">
                {group.map((finding, index) => (
                  <li key={index} data-severity={severity}>
                    <FindingItem finding={finding} onJump={onJump} />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}

function FindingItem({
  finding,
  onJump,
}: {
  readonly finding: Finding;
  readonly onJump: (place: Place) => void;
}) {
  const { rule, message, where } = finding;
  return (
    <>
      <p>
        <Exact text={message} />
      </p>
      {where !== undefined && (
        <p className="finding-where">
          <button type="button" className="link" onClick={() => onJump(where)}>
            line {where.line}:{where.column}
          </button>
          <code className="excerpt">
            <Exact text={where.excerpt} />
          </code>
        </p>
      )}
      <FindingRule rule={rule} />
    </>
  );
}
