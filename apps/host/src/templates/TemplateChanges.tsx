import type { Template, TemplateFacts } from "@vitrine/bridge";
import { declarationDiff, reasonOf, type DeclarationDiff } from "@vitrine/bridge";
import { useEffect, useState } from "react";
import { Exact } from "../text/Exact.tsx";
import { templateDiff, type TemplateDiff } from "./template-diff.ts";

type Comparison =
  | { readonly phase: "comparing" }
  | { readonly phase: "compared"; readonly diff: TemplateDiff }
  | { readonly phase: "failed"; readonly reason: string };

const PARTS = { csp: "Domains", permissions: "Permissions", domain: "Own domain" } as const;

/** How the version that waits differs from the approved one. */
export function TemplateChanges(props: {
  readonly template: Template;
  /** Present when the approved version is still kept. */
  readonly before: Template | undefined;
  /** What the approval covered; kept as long as the approval is. */
  readonly facts: TemplateFacts | undefined;
}) {
  const { template, before, facts } = props;
  const [comparison, setComparison] = useState<Comparison>({ phase: "comparing" });
  useEffect(() => {
    if (before === undefined) return;
    let current = true;
    templateDiff(before, template).then(
      (diff) => current && setComparison({ phase: "compared", diff }),
      (error: unknown) => current && setComparison({ phase: "failed", reason: reasonOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [before, template]);

  if (before === undefined) {
    return (
      <>
        <p className="hint">
          The HTML of the approved version is not kept here any more, so only the declarations can be
          compared.
        </p>
        {facts !== undefined && <Declarations diff={declarationDiff(facts, template)} />}
        {facts !== undefined && (
          <p>
            {facts.htmlDigest === template.htmlDigest ? "The HTML is the same." : "The HTML is another one."}
          </p>
        )}
      </>
    );
  }
  switch (comparison.phase) {
    case "comparing":
      return <p role="status">Comparing…</p>;
    case "failed":
      return <p className="problem">{comparison.reason}</p>;
    case "compared":
      return (
        <>
          <Declarations diff={comparison.diff} />
          <HtmlChanges diff={comparison.diff.html} />
        </>
      );
  }
}

function Declarations({ diff }: { readonly diff: DeclarationDiff }) {
  const parts = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter(
    (part) => diff[part].added.length + diff[part].removed.length > 0,
  );
  if (parts.length === 0) return <p>What it declares is the same.</p>;
  return (
    <dl className="facts">
      {parts.map((part) => (
        <div key={part} className="change-part">
          <dt>{PARTS[part]}</dt>
          <dd>
            <ul className="changes">
              {diff[part].added.map((word) => (
                <Change key={word} sign="+" word={word} />
              ))}
              {diff[part].removed.map((word) => (
                <Change key={word} sign="-" word={word} />
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ sign, word }: { readonly sign: "+" | "-"; readonly word: string }) {
  return (
    <li data-sign={sign}>
      <span className="visually-hidden">{sign === "+" ? "New: " : "Gone: "}</span>
      <code>
        <span aria-hidden="true">{sign} </span>
        <Exact text={word} />
      </code>
    </li>
  );
}

function HtmlChanges({ diff }: { readonly diff: TemplateDiff["html"] }) {
  if (diff.hunks.length === 0) return <p>The HTML is the same.</p>;
  return (
    <>
      <div className="hunks" tabIndex={0} role="region" aria-label="Changes of the HTML">
        {diff.hunks.map(({ lines }, index) => (
          <pre key={index} className="hunk">
            {lines.map((line, at) => (
              <span key={at} data-sign={line.charAt(0)}>
                <Exact text={line} />
                {"\n"}
              </span>
            ))}
          </pre>
        ))}
      </div>
      {diff.omitted > 0 && (
        <p className="caution">{diff.omitted.toLocaleString()} more lines differ, which are not shown.</p>
      )}
    </>
  );
}
