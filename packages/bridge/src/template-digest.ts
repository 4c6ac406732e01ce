import canonicalize from "canonicalize";
import { sha256 } from "./digest.ts";
import { VitrineError } from "./errors.ts";
import type { TemplateFacts } from "./template.ts";

/**
 * The identity that approvals pin: SHA-256 over the RFC 8785 canonical JSON of the facts. A field that is absent
 * is left out, so a template that declares `csp: {}` is another one than a template that declares none.
 */
export async function templateDigest(facts: TemplateFacts): Promise<string> {
  const { htmlDigest, csp, permissions, domain } = facts;
  const text = canonicalize({ htmlDigest, csp, permissions, domain });
  if (text === undefined) throw new VitrineError("invalid-argument", "The template's facts are not JSON.");
  return sha256(text);
}
