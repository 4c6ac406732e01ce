import type { TemplateFacts } from "@vitrine/bridge";

/** What a View of a template may do beyond its own frame. */
export interface Reach {
  /** Declared domains, each once. */
  readonly reach: readonly string[];
  /** Browser features, in words. */
  readonly uses: readonly string[];
}

const FEATURES = {
  camera: "camera",
  microphone: "microphone",
  geolocation: "location",
  clipboardWrite: "clipboard (write)",
} as const;

/** Reads it off the declarations that an approval covers. */
export function reachOf({ csp, permissions }: TemplateFacts): Reach {
  const { connectDomains = [], resourceDomains = [], frameDomains = [], baseUriDomains = [] } = csp ?? {};
  const features = Object.entries(FEATURES) as [keyof typeof FEATURES, string][];
  return {
    reach: [...new Set([...connectDomains, ...resourceDomains, ...frameDomains, ...baseUriDomains])],
    uses: features
      .filter(([feature]) => typeof permissions?.[feature] === "object")
      .map(([, words]) => words),
  };
}

/** The same in one sentence, for the edge of a View. */
export function reachSentence(facts: TemplateFacts | undefined): string {
  if (facts === undefined) return "may reach: not known yet";
  const { reach, uses } = reachOf(facts);
  const outside = reach.length === 0 ? "nothing outside" : reach.join(", ");
  return uses.length === 0 ? `may reach: ${outside}` : `may reach: ${outside}; may use: ${uses.join(", ")}`;
}
