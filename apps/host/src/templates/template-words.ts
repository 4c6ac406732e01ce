import type { Approval, TemplateEntry } from "@vitrine/bridge";

/** The colour of a template's state. */
export function toneOf(state: TemplateEntry["state"]): "good" | "bad" | "warn" | undefined {
  if (state === "approved") return "good";
  if (state === "blocked" || state === "failed") return "bad";
  return state === "loading" ? undefined : "warn";
}

/** A size for people. */
export function byteCount(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

/** A digest short enough to compare by eye; the whole one belongs beside it. */
export function shortDigest(digest: string): string {
  return digest.replace("sha256:", "").slice(0, 12);
}

const AUTHORS: Readonly<Record<Approval["by"], string>> = {
  person: "a person",
  policy: "the policy, on first use",
  lock: "the lock file",
};

/** Who gave a verdict, and when. */
export function verdictSentence({ state, by, at }: Pick<Approval, "state" | "by" | "at">): string {
  const verdict = state === "approved" ? "Approved" : "Blocked";
  return `${verdict} by ${AUTHORS[by]} on ${new Date(at).toLocaleString()}`;
}
