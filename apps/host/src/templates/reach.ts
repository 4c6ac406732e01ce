import type { TemplateFacts } from "@vitrine/bridge";

/** A declared origin and what for. */
export interface ReachedOrigin {
  readonly origin: string;
  /** What a View does there, e.g. `connects`. */
  readonly uses: readonly string[];
}

/** What a View of a template may do beyond its own frame. */
export interface Reach {
  /** Declared origins, each once. */
  readonly origins: readonly ReachedOrigin[];
  /** Browser features, in words. */
  readonly features: readonly string[];
}

const FEATURES = {
  camera: "camera",
  microphone: "microphone",
  geolocation: "location",
  clipboardWrite: "clipboard (write)",
} as const;

const USES = {
  connectDomains: "connects",
  resourceDomains: "loads scripts, styles, images",
  frameDomains: "shows its pages",
  baseUriDomains: "resolves addresses",
} as const;

/** Reads it off the declarations that an approval covers. */
export function reachOf({ csp, permissions }: TemplateFacts): Reach {
  const uses = new Map<string, string[]>();
  for (const [field, use] of Object.entries(USES) as [keyof typeof USES, string][]) {
    for (const origin of csp?.[field] ?? []) uses.set(origin, [...(uses.get(origin) ?? []), use]);
  }
  const features = Object.entries(FEATURES) as [keyof typeof FEATURES, string][];
  return {
    origins: Array.from(uses, ([origin, all]) => ({ origin, uses: [...new Set(all)] })),
    features: features
      .filter(([feature]) => typeof permissions?.[feature] === "object")
      .map(([, words]) => words),
  };
}

/** The same in one sentence, for the edge of a View. */
export function reachSentence(facts: TemplateFacts | undefined): string {
  if (facts === undefined) return "may reach: not known yet";
  const { origins, features } = reachOf(facts);
  const outside = origins.length === 0 ? "nothing outside" : origins.map(({ origin }) => origin).join(", ");
  return features.length === 0
    ? `may reach: ${outside}`
    : `may reach: ${outside}; may use: ${features.join(", ")}`;
}
