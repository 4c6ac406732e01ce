import { declaredDomains, validateDomain } from "./csp.ts";
import type { Finding } from "./review.ts";
import type { TemplateFacts } from "./template.ts";

/** What an approval allows beyond the ordinary. Each is given explicitly, by a person or a lock file, never by policy. */
export interface Grants {
  /** `'unsafe-eval'` in the View's policy. */
  readonly unsafeEval?: true;
  /** Declared domains on this machine or its network, and IP addresses, each as it is declared. */
  readonly localDomains?: readonly string[];
}

/** What a template can be granted, for whoever asks the person. */
export interface Wants {
  /** The review found code that evaluates text, or WebAssembly. Without the grant the View runs, but that code fails. */
  readonly unsafeEval: boolean;
  /** Without a grant for each of them the template does not run. */
  readonly localDomains: readonly string[];
}

/** The review's rules that tell of code which needs `'unsafe-eval'`; WebAssembly has no narrower grant here. */
const EVAL_RULES: ReadonlySet<string> = new Set(["eval", "wasm"]);

export function wantsOf(facts: TemplateFacts, findings: readonly Finding[]): Wants {
  return {
    unsafeEval: findings.some(({ rule }) => EVAL_RULES.has(rule)),
    localDomains: localDomainsOf(facts),
  };
}

/**
 * Why a template must not run with these grants, as a sentence; `undefined` when it may. A View that reaches this
 * machine or its network gets behind the firewall, where nothing asks who is calling: no mode and no general
 * approval covers that.
 */
export function missingGrant(facts: TemplateFacts, { localDomains = [] }: Grants): string | undefined {
  const missing = localDomainsOf(facts).filter((domain) => !localDomains.includes(domain));
  if (missing.length === 0) return undefined;
  const rule = "a domain on this machine or its network, or an IP address, must be allowed explicitly.";
  return `It declares ${missing.join(", ")}; ${rule}`;
}

/** Why these grants do not belong to this template, as a sentence; `undefined` when they do. */
export function strayGrant(facts: TemplateFacts, { localDomains = [] }: Grants): string | undefined {
  const declared = localDomainsOf(facts);
  const stray = localDomains.filter((domain) => !declared.includes(domain));
  if (stray.length === 0) return undefined;
  return `It does not declare ${stray.map((domain) => JSON.stringify(domain)).join(", ")} as a local domain.`;
}

/** Grants without the fields that grant nothing. */
export function grantsOf({ unsafeEval, localDomains = [] }: Grants): Grants {
  return { ...(unsafeEval && { unsafeEval }), ...(localDomains.length > 0 && { localDomains }) };
}

function localDomainsOf({ csp }: TemplateFacts): readonly string[] {
  // What is no domain at all is refused elsewhere; here it counts as the worse of the two.
  return declaredDomains(csp).filter((domain) => {
    const verdict = validateDomain(domain);
    return !verdict.ok || verdict.local;
  });
}
