import { type ScannedHidden, scanHidden } from "./hidden-scan.ts";
import { scanHtml, scanMarkup, type ScannedElement, type ScannedHtml } from "./html-scan.ts";
import type { Finding } from "./review.ts";
import { BeyondBounds, createReviewBudget } from "./review-budget.ts";
import type { Hit, ReviewRule, ScannedTemplate } from "./review-rule.ts";
import { reviewRules } from "./review-rules.ts";
import { type ScannedScript, scanScript } from "./script-scan.ts";
import { createPlaceFinder, type SourcePiece, type Spot } from "./source-piece.ts";
import type { Template } from "./template.ts";

/** Milliseconds. The largest official app takes about one second. */
const LONGEST = 20_000;
const MAX_FINDINGS_PER_RULE = 12;
const NOTHING: ScannedHtml = { elements: [], code: [], styles: [], maps: [], decoded: [] };

/**
 * Reviews a template: parses its HTML and its code, and asks every rule. It never throws, and ends within
 * `deadlineMs`, give or take one slow step: what could not be looked at in time is a finding.
 */
export function reviewTemplate(template: Template, deadlineMs: number = LONGEST): Finding[] {
  const scan = scanTemplate(template, deadlineMs);
  const placeOf = createPlaceFinder(template.html);
  return reviewRules.flatMap((rule) => findingsOf(rule, scan, placeOf));
}

function scanTemplate(template: Template, deadlineMs: number): ScannedTemplate {
  const budget = createReviewBudget(deadlineMs);
  const source: SourcePiece = { text: template.html, start: 0, literal: true };
  const scripts: ScannedScript[] = [];
  const written: ScannedElement[] = [];
  const hidden: ScannedHidden[] = [];
  const beyond: { message: string; spot?: Spot }[] = [];
  const attempt = <T>(step: () => T, spot?: Spot): T | undefined => {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof BeyondBounds)) throw error;
      beyond.push({ message: error.message, ...(spot && { spot }) });
      return undefined;
    }
  };
  const html = attempt(() => scanHtml(template.html, budget)) ?? NOTHING;
  for (const code of html.code) {
    const script = attempt(() => scanScript(code, budget), { piece: code.piece, offset: 0 });
    if (script) scripts.push(script);
  }
  attempt(() => {
    for (const piece of scripts.flatMap(({ markup }) => markup)) written.push(...scanMarkup(piece, budget));
  });
  attempt(() => {
    for (const found of scanHidden(source, html, budget)) hidden.push(found);
  });
  return { template, source, html, scripts, written, hidden, beyond };
}

/** Findings of one rule: hits with the same message are one, and a flood of messages is cut short. */
function findingsOf(
  rule: ReviewRule,
  scan: ScannedTemplate,
  placeOf: ReturnType<typeof createPlaceFinder>,
): Finding[] {
  const { id, severity } = rule;
  const bundles = new Map<string, { readonly first: Hit; count: number }>();
  for (const hit of rule.check(scan)) {
    const bundle = bundles.get(hit.message);
    if (bundle) bundle.count++;
    else bundles.set(hit.message, { first: hit, count: 1 });
  }
  const told = [...bundles.values()].slice(0, MAX_FINDINGS_PER_RULE);
  const findings = told.map(({ first: { message, spot }, count }): Finding => ({
    rule: id,
    severity,
    message: count === 1 ? message : message.replace(/\.$/, ` (${count} times).`),
    ...(spot && { where: placeOf(spot) }),
  }));
  const rest = bundles.size - told.length;
  if (rest > 0) findings.push({ rule: id, severity, message: `And ${rest} more of the same kind.` });
  return findings;
}
