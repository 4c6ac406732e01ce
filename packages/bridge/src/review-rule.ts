import type { ScannedHidden } from "./hidden-scan.ts";
import type { ScannedElement, ScannedHtml } from "./html-scan.ts";
import type { Finding } from "./review.ts";
import type { ScannedScript } from "./script-scan.ts";
import type { SourcePiece, Spot } from "./source-piece.ts";
import type { Template } from "./template.ts";

/** A template with everything that was read off it. */
export interface ScannedTemplate {
  readonly template: Template;
  /** The whole HTML. */
  readonly source: SourcePiece;
  readonly html: ScannedHtml;
  readonly scripts: readonly ScannedScript[];
  /** Elements in markup that strings of its code hold. */
  readonly written: readonly ScannedElement[];
  readonly hidden: readonly ScannedHidden[];
  /** Why parts of it could not be looked at. */
  readonly beyond: readonly { readonly message: string; readonly spot?: Spot }[];
}

/** Something that a rule found. Hits with the same message become one finding with a count. */
export interface Hit {
  /** One sentence for a person, ended by a full stop. */
  readonly message: string;
  readonly spot?: Spot;
}

/** One thing that a review looks for. Add one to a family's list, and a section of its own to docs/review-rules.md. */
export interface ReviewRule {
  /** Kebab-case. */
  readonly id: string;
  /** `blocking` only where a person must look before the first use. */
  readonly severity: Finding["severity"];
  readonly check: (scan: ScannedTemplate) => Iterable<Hit>;
}
