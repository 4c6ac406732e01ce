import type { ScannedElement } from "./html-scan.ts";
import { exactExcerpt } from "./hidden-characters.ts";
import { foreignAddress, isDeclared } from "./review-origins.ts";
import type { Hit, ReviewRule, ScannedTemplate } from "./review-rule.ts";

const SECRETS: Readonly<Record<string, string>> = {
  password: "a password",
  "current-password": "a password",
  "new-password": "a password",
  "one-time-code": "a one-time code",
  "cc-number": "a card number",
  "cc-csc": "a card's security code",
  "cc-exp": "a card's expiry date",
};
const HINT = /(?:^|\s)(dns-prefetch|preconnect|prefetch|prerender|preload|modulepreload)(?:\s|$)/i;

/** Rules about the elements of a template: those of its HTML, and those in markup that its code holds. */
export const markupRules: readonly ReviewRule[] = [
  {
    id: "credential-input",
    severity: "blocking",
    *check(scan) {
      for (const { tag, attributes, spot } of everyElement(scan)) {
        if (tag !== "input" && tag !== "textarea") continue;
        const words = `${attributes.get("type") ?? ""} ${attributes.get("autocomplete") ?? ""}`
          .toLowerCase()
          .split(/\s+/);
        const secret = words.map((word) => SECRETS[word]).find((what) => what !== undefined);
        if (secret !== undefined) yield { message: askedFor(secret), spot };
      }
      for (const { use, spot } of scan.scripts.flatMap(({ uses }) => uses)) {
        if (use.use === "input") yield { message: askedFor(SECRETS[use.name] ?? "a secret"), spot };
      }
    },
  },
  {
    // Objects and embeds need no rule: every View's policy forbids them.
    id: "nested-frame",
    severity: "warning",
    *check(scan) {
      for (const { tag, attributes, spot } of everyElement(scan)) {
        if (!/^(?:iframe|frame|fencedframe)$/.test(tag)) continue;
        const url = foreignAddress(attributes.get("src") ?? "");
        const what = url ? `a document of ${url.origin}` : "another document";
        yield { message: `It shows ${what} in a frame of its own, which is not reviewed.`, spot };
      }
      for (const { use, spot } of scan.scripts.flatMap(({ uses }) => uses)) {
        if (use.use === "make-frame") {
          yield { message: "Its code makes a frame, and what that shows is not reviewed.", spot };
        }
      }
    },
  },
  {
    // Outside Chromium the names alone get out: no policy stops them there.
    id: "resource-hint",
    severity: "warning",
    *check(scan) {
      for (const { tag, attributes, spot } of everyElement(scan)) {
        const hint = tag === "link" ? HINT.exec(attributes.get("rel") ?? "")?.[1]?.toLowerCase() : undefined;
        const url = hint === undefined ? undefined : foreignAddress(attributes.get("href") ?? "");
        if (url && !isDeclaredAtAll(scan, url)) yield { message: hinted(hint ?? "", url.origin), spot };
      }
      for (const piece of scan.html.maps) {
        if (/"(?:prefetch|prerender)"/.test(piece.text)) {
          yield {
            message: hinted("prefetch", "an address in its speculation rules"),
            spot: { piece, offset: 0 },
          };
        }
      }
      for (const { use, spot } of scan.scripts.flatMap(({ uses }) => uses)) {
        if (use.use === "hint")
          yield { message: hinted(use.name, "an address that its code makes up"), spot };
      }
    },
  },
  {
    id: "meta-refresh",
    severity: "warning",
    *check(scan) {
      for (const { attributes, spot } of metasFor(scan, "refresh")) {
        const url = foreignAddress(
          /url\s*=\s*['"]?([^'"]*)/i.exec(attributes.get("content") ?? "")?.[1] ?? "",
        );
        yield {
          message: `It makes the View leave for ${url?.origin ?? "another document"} by itself, which ends it.`,
          spot,
        };
      }
    },
  },
  {
    id: "meta-csp",
    severity: "info",
    *check(scan) {
      for (const { spot } of metasFor(scan, "content-security-policy")) {
        yield {
          message: "It has a policy of its own in its markup, which can forbid more but allow nothing.",
          spot,
        };
      }
    },
  },
  {
    id: "base-address",
    severity: "warning",
    *check(scan) {
      for (const { tag, attributes, spot } of scan.html.elements) {
        const url = tag === "base" ? foreignAddress(attributes.get("href") ?? "") : undefined;
        if (url) yield { message: `It makes its relative addresses lead to ${url.origin}.`, spot };
      }
    },
  },
  {
    id: "form-target",
    severity: "warning",
    *check(scan) {
      for (const { attributes, spot } of everyElement(scan)) {
        const url = foreignAddress(attributes.get("formaction") ?? attributes.get("action") ?? "");
        if (url)
          yield {
            message: `A form of it would send what is typed to ${url.origin}; the browser refuses that.`,
            spot,
          };
      }
    },
  },
];

function everyElement({ html, written }: ScannedTemplate): readonly ScannedElement[] {
  return [...html.elements, ...written];
}

function metasFor({ html }: ScannedTemplate, header: string): readonly ScannedElement[] {
  return html.elements.filter(
    ({ tag, attributes }) => tag === "meta" && attributes.get("http-equiv")?.trim().toLowerCase() === header,
  );
}

function askedFor(secret: string): Hit["message"] {
  return `It asks for ${secret}; only a server that you would tell it anyway should.`;
}

function hinted(kind: string, where: string): Hit["message"] {
  return `It has the browser go to ${exactExcerpt(where)} ahead of use (${kind}), which Firefox and Safari do not refuse.`;
}

function isDeclaredAtAll({ template }: ScannedTemplate, url: URL): boolean {
  return (["connectDomains", "resourceDomains", "frameDomains"] as const).some((as) =>
    isDeclared(template, url, as),
  );
}
