import { validateDomain } from "./csp.ts";
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

/** The built-in review: what a template declares, judged without looking at its code. */
export const review: Review = ({ csp }) => Object.values(csp ?? {}).flatMap(reviewDomains);

function reviewDomains(domains: readonly string[] = []): Finding[] {
  return domains.flatMap((domain) => [...reviewReach(domain), ...reviewEncryption(domain)]);
}

/** A View that reaches this machine or its network gets behind the firewall, where nothing asks who is calling. */
function reviewReach(domain: string): Finding[] {
  const verdict = validateDomain(domain);
  if (verdict.ok && !verdict.local) return [];
  const message = `It wants to reach ${domain}, which is on this machine or its network.`;
  return [{ rule: "private-network", severity: "blocking", message }];
}

function reviewEncryption(domain: string): Finding[] {
  if (!/^(?:http|ws):/i.test(domain)) return [];
  const message = `It wants to reach ${domain} without encryption, so others can read and change what it loads.`;
  return [{ rule: "unencrypted", severity: "warning", message }];
}
