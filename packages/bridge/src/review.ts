import { reviewInWorker } from "./review-in-worker.ts";
import type { Template } from "./template.ts";

/** Something a reviewer should know. Only `blocking` keeps a template from being approved on first use. */
export interface Finding {
  /** Name of the rule, kebab-case; what audit entries and tests refer to. */
  readonly rule: string;
  readonly severity: "blocking" | "warning" | "info";
  /** One sentence for a person. */
  readonly message: string;
  /** The first place in the HTML that it is about. */
  readonly where?: Place;
}

/** A place in a template's HTML. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What stands there, cut short; control, invisible and bidi characters are written as escapes. */
  readonly excerpt: string;
}

/** Looks a template over before any of its code runs. It reports and never rewrites. */
export type Review = (template: Template) => readonly Finding[] | Promise<readonly Finding[]>;

/**
 * The built-in review: HTML and code parsed, and every rule of docs/review-rules.md asked. It never rejects. In a
 * page it runs in a worker, so that the page stays live; its parsers are loaded with the first review.
 */
export const review: Review = async (template) => {
  const findings = await reviewInWorker(template);
  if (findings) return findings;
  const { reviewTemplate } = await import("./review-template.ts");
  return reviewTemplate(template);
};
