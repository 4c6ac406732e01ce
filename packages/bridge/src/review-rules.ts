import { codeRules } from "./review-code.ts";
import { declarationRules } from "./review-declarations.ts";
import { markupRules } from "./review-markup.ts";
import type { ReviewRule } from "./review-rule.ts";
import { textRules } from "./review-text.ts";

/** Everything that a review looks for; docs/review-rules.md says of each why, and what to do. */
export const reviewRules: readonly ReviewRule[] = [
  ...declarationRules,
  ...markupRules,
  ...codeRules,
  ...textRules,
];
