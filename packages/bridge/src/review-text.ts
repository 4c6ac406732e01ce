import { codeOf, type HiddenCharacter } from "./hidden-characters.ts";
import type { Hit, ReviewRule } from "./review-rule.ts";

const LARGE = 4 * 1024 * 1024;

/** Rules about characters that nobody sees, and about how much there is to look at. */
export const textRules: readonly ReviewRule[] = [
  {
    // What a reviewer reads is then not what runs ("Trojan Source").
    id: "hidden-code",
    severity: "blocking",
    *check(scan) {
      for (const { kind, character, spot, inCode } of scan.hidden) {
        if (inCode && kind === "bidi") {
          yield {
            message: `Its code holds ${codeOf(character)}, which shows what follows in another order.`,
            spot,
          };
        }
      }
      for (const spot of scan.scripts.flatMap(({ hiddenNames }) => hiddenNames)) {
        yield { message: "Its code has a name with characters that cannot be seen.", spot };
      }
    },
  },
  hidden(
    "bidi-text",
    "warning",
    "bidi",
    (code) => `Its text holds ${code}, which shows words in another order than they have.`,
  ),
  hidden("invisible-text", "warning", "invisible", (code) => `Its text holds ${code}, which cannot be seen.`),
  hidden(
    "control-characters",
    "warning",
    "control",
    (code) => `Its text holds the control character ${code}.`,
  ),
  {
    id: "tag-characters",
    severity: "warning",
    *check(scan) {
      for (const { kind, spot } of scan.hidden) {
        const message = "It holds words in tag characters, which models read and people do not see.";
        if (kind === "tag") yield { message, spot };
      }
    },
  },
  {
    id: "hidden-in-code",
    severity: "info",
    *check(scan) {
      for (const { kind, spot, inCode } of scan.hidden) {
        const message = "Strings or comments of its code hold characters that cannot be seen.";
        if (inCode && (kind === "invisible" || kind === "control")) yield { message, spot };
      }
    },
  },
  {
    id: "large-template",
    severity: "info",
    *check({ template: { size } }) {
      if (size <= LARGE) return;
      const megabytes = (size / 1024 / 1024).toFixed(1);
      yield { message: `It has ${megabytes} MiB, which takes time to load and is more than a person reads.` };
    },
  },
  {
    id: "not-reviewable",
    severity: "blocking",
    *check({ beyond }) {
      for (const { message, spot } of beyond) {
        yield { message: `It could not be reviewed as a whole: it ${message}.`, ...(spot && { spot }) };
      }
    },
  },
];

function hidden(
  id: string,
  severity: ReviewRule["severity"],
  wanted: HiddenCharacter["kind"],
  message: (code: string) => Hit["message"],
): ReviewRule {
  return {
    id,
    severity,
    *check(scan) {
      for (const { kind, character, spot, inCode } of scan.hidden) {
        if (kind === wanted && !inCode) yield { message: message(codeOf(character)), spot };
      }
    },
  };
}
